using System.Diagnostics;

namespace Zot.Testing;

/// <summary>Waits for background work: until a condition holds, not for a fixed time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Waits for an item, and returns the only one.</summary>
    public static async Task<T> SingleAsync<T>(Func<IEnumerable<T>> items, string what = "an item")
    {
        await HoldsAsync(() => Task.FromResult(items().Any()), what);
        return Assert.Single(items());
    }

    /// <summary>Waits until the condition holds; fails after a generous time limit.</summary>
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
