#if EXT_SYNC
using Xunit;
using Zot.Client.Distribution;
using Zot.Extensions.Sync.Credentials;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Credentials;

public sealed class RefreshedCredentialsTests
{
    private readonly ManualTime _time = new();
    private readonly CollectingLogger<RefreshedCredentials> _logger = new();

    [Fact]
    public async Task Credentials_are_requested_once_until_their_margin()
    {
        var requests = 0;
        using var credentials = Create(() => Task.FromResult($"{++requests}"));

        Assert.Null(credentials.Current);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => credentials.RefreshAsync(default)));
        _time.Advance(TimeSpan.FromMinutes(49));
        await credentials.RefreshAsync(default);
        Assert.Equal((1, "1"), (requests, credentials.Current!.User));

        _time.Advance(TimeSpan.FromMinutes(1));
        await credentials.RefreshAsync(default);
        Assert.Equal((2, "2"), (requests, credentials.Current!.User));
    }

    [Fact]
    public async Task Failure_is_logged_and_the_previous_credentials_stay_in_use()
    {
        var requests = 0;
        using var credentials = Create(() => ++requests == 2 ? throw new InvalidDataException("rejected") : Task.FromResult("user"));
        await credentials.RefreshAsync(default);
        var first = credentials.Current;

        _time.Advance(TimeSpan.FromHours(2));
        await credentials.RefreshAsync(default);
        await credentials.RefreshAsync(default); // within the pause

        Assert.Same(first, credentials.Current);
        Assert.Equal(2, requests);
        Assert.Equal(
            "9080 failed to refresh credentials for the upstream registry, the previous ones stay in use: ecr rejected",
            Assert.Single(_logger.Lines));

        _time.Advance(TimeSpan.FromSeconds(10));
        await credentials.RefreshAsync(default);
        Assert.NotSame(first, credentials.Current);
    }

    [Fact]
    public async Task Canceled_refresh_does_not_block_the_next_one()
    {
        using var cancel = new CancellationTokenSource();
        var requests = 0;
        using var credentials = Create(() => ++requests == 1 ? Task.FromCanceled<string>(cancel.Token) : Task.FromResult("user"));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => credentials.RefreshAsync(default));
        await credentials.RefreshAsync(default);

        Assert.NotNull(credentials.Current);
    }

    private RefreshedCredentials Create(Func<Task<string>> request) =>
        new(new Source(_time, request), "ecr", TimeSpan.FromMinutes(10), _time, _logger);

    private sealed class Source(TimeProvider time, Func<Task<string>> request) : ICredentialSource
    {
        public async Task<ExpiringCredentials> RequestAsync(CancellationToken stop) =>
            new(RemoteCredentials.ForUser(await request(), "secret"), time.GetUtcNow() + TimeSpan.FromHours(1));
    }
}
#endif
