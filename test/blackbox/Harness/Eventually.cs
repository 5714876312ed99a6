using System.Diagnostics;

namespace Zot.BlackBox.Harness;

/// <summary>Waits for what comes about by itself, as soon as it has, and no longer than a limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when the condition holds.</summary>
    /// <param name="condition">The condition, asked again and again.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="limit">How long at most; <see cref="Limits.Process"/> when not given.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
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
