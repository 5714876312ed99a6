using System.Diagnostics;

namespace Zot.BlackBox.Harness;

/// <summary>Waits for a condition, up to a time limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">The condition, which is polled.</param>
    /// <param name="what">The description of the condition.</param>
    /// <param name="limit">The time limit. Default: <see cref="Limits.Process"/>.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (limit ?? Limits.Process))
            {
                throw new TimeoutException($"Not within {watch.Elapsed.TotalSeconds:F0} s: {what}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
