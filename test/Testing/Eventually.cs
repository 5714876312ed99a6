using System.Diagnostics;

namespace Zot.Testing;

/// <summary>Waits for what happens in the background: for the condition, not for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Returns the only item as soon as there is one.</summary>
    public static async Task<T> SingleAsync<T>(Func<IEnumerable<T>> items, string what = "an item")
    {
        await HoldsAsync(() => Task.FromResult(items().Any()), what);
        return Assert.Single(items());
    }

    /// <summary>Returns once the condition holds; fails when it does not within a limit that no machine needs.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"still not: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
