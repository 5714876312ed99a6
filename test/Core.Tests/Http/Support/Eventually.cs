using Xunit;

namespace Zot.Http.Tests;

/// <summary>Waits for what happens on another thread.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static async Task<T> SingleAsync<T>(Func<IEnumerable<T>> items)
    {
        using var stop = new CancellationTokenSource(Limit);
        while (!items().Any() && !stop.IsCancellationRequested)
        {
            await Task.Delay(5);
        }

        return Assert.Single(items());
    }
}
