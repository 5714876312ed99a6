namespace Zot.Testing.Fuzzing;

/// <summary>Runs many inputs against a target; the same seed generates the same inputs.</summary>
/// <remarks>
/// The corpus is run unchanged first, then mutated. An input fails if it throws, takes longer than <see cref="Limit"/>,
/// or fails the check of the target afterwards. Memory growth is checked within each round of <see cref="Round"/>
/// inputs, after which the target is opened again.
/// </remarks>
/// <param name="name">The name of the target in failures.</param>
/// <param name="corpus">Valid inputs, and inputs that failed before.</param>
/// <param name="mutator">Mutates the inputs.</param>
/// <param name="open">Opens the target.</param>
public sealed class Fuzzer(string name, IReadOnlyList<byte[]> corpus, Mutator mutator, Func<ValueTask<IFuzzTarget>> open)
{
    private const int Round = 10_000;
    private const int CheckInterval = 1000;
    private const long MaxGrowth = 64 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private int _next;
    private long _baseline;

    /// <summary>Runs the number of inputs given by <see cref="FuzzSettings"/>.</summary>
    /// <param name="share">The divisor of the number of inputs, for a slow target.</param>
    public async Task RunAsync(int share = 1)
    {
        var count = Math.Max(FuzzSettings.Count / share, corpus.Count);
        var (first, end) = FuzzSettings.Only is { } only ? (only, only + 1) : (0, count);
        for (_next = first; _next < end;)
        {
            await using var target = await open();
            await RunRoundAsync(target, Math.Min(end, _next + Round));
            await target.CheckAsync();
        }
    }

    private async Task RunRoundAsync(IFuzzTarget target, int end)
    {
        var current = new FuzzInput?[target.Workers];
        var (start, sample) = (_next, _next + (Round / 5));
        _baseline = long.MaxValue;
        using var failed = new CancellationTokenSource();
        var workers = Enumerable.Range(0, current.Length).Select(worker => Task.Run(() => WorkAsync(worker))).ToList();
        await WatchAsync(Task.WhenAll(workers), current);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - _baseline;
        Assert.True(growth < MaxGrowth, $"{name}: memory grew by {growth} bytes from input {sample} to input {end}");

        async Task WorkAsync(int worker)
        {
            while (!failed.IsCancellationRequested && Interlocked.Increment(ref _next) - 1 is var number && number < end)
            {
                try
                {
                    await TryAsync(target, number, bytes => current[worker] = new FuzzInput(number, bytes));
                    if ((number - start) % CheckInterval == 0)
                    {
                        await target.CheckAsync();
                    }
                }
                catch
                {
                    await failed.CancelAsync();
                    throw;
                }

                if (number == sample)
                {
                    _baseline = GC.GetTotalMemory(forceFullCollection: true);
                }
            }

            current[worker] = null;
            _next = Math.Min(_next, end);
        }
    }

    private async Task TryAsync(IFuzzTarget target, int number, Action<byte[]> begin)
    {
        var random = FuzzSettings.RandomFor(number);
        var input = number < corpus.Count ? corpus[number] : mutator.Mutate(corpus, random);
        begin(input);
        try
        {
            await target.TryAsync(input, random);
        }
        catch (Exception cause)
        {
            throw new FuzzFailureException(name, number, input, cause.Message, cause);
        }
    }

    // A hanging worker is abandoned: it cannot be stopped from here, and the test has failed.
    private async Task WatchAsync(Task work, FuzzInput?[] current)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System));
            if (current.FirstOrDefault(static input => input?.Elapsed > Limit) is { } hanging && !work.IsCompleted)
            {
                throw new FuzzFailureException(name, hanging.Number, hanging.Bytes, $"no result within {Limit}", cause: null);
            }
        }

        await work;
    }
}
