using Xunit;
using Zot.Auth.Htpasswd;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Auth.Htpasswd;

public sealed class CheckQueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1, "one known user")]
    [InlineData(2, "one known user")]
    [InlineData(1, "unknown users")]
    [InlineData(1, "unknown users from many addresses")]
    [InlineData(1, "many known users")]
    [InlineData(2, "many known users")]
    public async Task Login_waits_for_one_guess_of_another_group(int slots, string guessed)
    {
        var queue = new CheckQueue(slots);
        using var gate = new SemaphoreSlim(0);
        var checkedGuesses = 0;
        var guesses = Enumerable.Range(0, 64).Select(number => queue.RunAsync(LaneOf(number), Guess, default)).ToList();

        var login = queue.RunAsync(CheckLane.Of("192.0.2.1", "alice"), static () => true, default);
        gate.Release(slots + 1);

        Assert.True(await login.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.InRange(Volatile.Read(ref checkedGuesses), 0, slots + 1);
        gate.Release(64);
        Assert.All(await Task.WhenAll(guesses).WaitAsync(Limit, TestContext.Current.CancellationToken), Assert.False);

        CheckLane LaneOf(int number) => guessed switch
        {
            "one known user" => CheckLane.Of("10.0.0.1", "bob"),
            "many known users" => CheckLane.Of("10.0.0.1", $"user {number}"),
            "unknown users" => CheckLane.Of("10.0.0.1", user: null),
            _ => CheckLane.Of($"10.0.0.{number}", user: null),
        };

        bool Guess()
        {
            gate.Wait();
            Interlocked.Increment(ref checkedGuesses);
            return false;
        }
    }

    [Fact]
    public async Task Login_from_the_address_of_a_guesser_waits_for_one_guess_per_user()
    {
        var queue = new CheckQueue(slots: 1);
        using var gate = new SemaphoreSlim(0);
        var checkedGuesses = 0;
        var guesses = Enumerable.Range(0, 64).Select(number => queue.RunAsync(CheckLane.Of("10.0.0.1", number < 60 ? "bob" : $"user {number}"), Guess, default)).ToList();

        var login = queue.RunAsync(CheckLane.Of("10.0.0.1", "alice"), static () => true, default);
        gate.Release(6);

        Assert.True(await login.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.InRange(Volatile.Read(ref checkedGuesses), 0, 6);
        gate.Release(64);
        Assert.All(await Task.WhenAll(guesses).WaitAsync(Limit, TestContext.Current.CancellationToken), Assert.False);

        bool Guess()
        {
            gate.Wait();
            Interlocked.Increment(ref checkedGuesses);
            return false;
        }
    }

    [Fact]
    public async Task Failure_is_reported_after_all_earlier_checks_are_decided()
    {
        var queue = new CheckQueue(slots: 1);
        using var gate = new SemaphoreSlim(0);
        var unknown = Enumerable.Range(0, 3).Select(_ => queue.RunAsync(CheckLane.Of("10.0.0.1", user: null), Guess, default)).ToList();

        var known = queue.RunAsync(CheckLane.Of("10.0.0.1", "alice"), Guess, default);
        for (var decided = 0; decided < 4; decided++)
        {
            Assert.False(known.IsCompleted);
            gate.Release();
        }

        Assert.False(await known.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.All(await Task.WhenAll(unknown).WaitAsync(Limit, TestContext.Current.CancellationToken), Assert.False);

        bool Guess()
        {
            gate.Wait();
            return false;
        }
    }

    [Fact]
    public async Task Check_of_disconnected_client_is_not_run()
    {
        var queue = new CheckQueue(slots: 1);
        using var gate = new SemaphoreSlim(0);
        using var left = new CancellationTokenSource();
        var first = queue.RunAsync(CheckLane.Of("10.0.0.1", "bob"), () => { gate.Wait(); return false; }, default);
        var dropped = queue.RunAsync(CheckLane.Of("10.0.0.1", "alice"), static () => throw new InvalidOperationException("the check was canceled"), left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dropped);
        gate.Release();
        Assert.False(await first.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.True(await queue.RunAsync(CheckLane.Of("10.0.0.1", "alice"), static () => true, default).WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Check_that_throws_does_not_stop_the_queue()
    {
        var queue = new CheckQueue(slots: 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.RunAsync(CheckLane.Of("10.0.0.1", "bob"), static () => throw new InvalidOperationException(), default));

        Assert.False(await queue.RunAsync(CheckLane.Of("10.0.0.1", "bob"), static () => false, default).WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData(null)]
    public async Task Check_beyond_the_limit_of_a_client_is_rejected_and_other_clients_are_served(string? user)
    {
        var queue = new CheckQueue(slots: 1);
        using var gate = new SemaphoreSlim(0);
        var pending = Enumerable.Range(0, CheckQueue.MaxPendingOfClient)
            .Select(number => queue.RunAsync(CheckLane.Of("10.0.0.1", number % 2 == 0 ? "bob" : null), Guess, default))
            .ToList();

        var beyond = Refusal.IsAsync(
            RegistryError.TooManyLogins, () => queue.RunAsync(CheckLane.Of("10.0.0.1", user), Guess, default));
        var other = queue.RunAsync(CheckLane.Of("192.0.2.1", "alice"), static () => true, default);
        gate.Release(CheckQueue.MaxPendingOfClient + 1);

        var test = TestContext.Current.CancellationToken;
        Assert.Equal($"{CheckQueue.MaxPendingOfClient}", (await beyond.WaitAsync(Limit, test)).Detail.Value);
        Assert.True(await other.WaitAsync(Limit, test));
        await Task.WhenAll(pending).WaitAsync(Limit, test);
        var later = queue.RunAsync(CheckLane.Of("10.0.0.1", user), static () => true, default);
        Assert.True(await later.WaitAsync(Limit, test));

        bool Guess()
        {
            gate.Wait();
            return false;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_beyond_the_total_limit_is_rejected(bool isAddressKnown)
    {
        var queue = new CheckQueue(slots: 1);
        using var gate = new SemaphoreSlim(0);
        var pending = Enumerable.Range(0, CheckQueue.MaxPending)
            .Select(number => CheckLane.Of(isAddressKnown ? $"client {number}" : "", "bob"))
            .Select(lane => queue.RunAsync(lane, Guess, default))
            .ToList();

        var beyond = Refusal.IsAsync(
            RegistryError.TooManyLogins, () => queue.RunAsync(CheckLane.Of("192.0.2.1", "alice"), Guess, default));
        gate.Release(CheckQueue.MaxPending + 1);

        await beyond.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await Task.WhenAll(pending).WaitAsync(Limit, TestContext.Current.CancellationToken);

        bool Guess()
        {
            gate.Wait();
            return false;
        }
    }

    [Fact]
    public async Task Successful_logins_do_not_count_while_an_earlier_check_is_pending()
    {
        var queue = new CheckQueue(slots: 2);
        using var gate = new SemaphoreSlim(0);
        var first = queue.RunAsync(CheckLane.Of("10.0.0.1", "bob"), () => { gate.Wait(); return false; }, default);

        for (var number = 0; number <= CheckQueue.MaxPendingOfClient; number++)
        {
            var login = queue.RunAsync(CheckLane.Of("10.0.0.1", "alice"), static () => true, default);
            Assert.True(await login.WaitAsync(Limit, TestContext.Current.CancellationToken));
        }

        gate.Release();
        Assert.False(await first.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }
}
