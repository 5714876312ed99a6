using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Auth.Htpasswd;
using Zot.Testing;

namespace Zot.Core.Tests.Auth.Htpasswd;

public sealed class HtpasswdAuthenticatorTests : IDisposable
{
    private const string Alice = "alice:$2y$04$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406\n";
    private const string Bob = "bob:$5$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi.\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("zot-htpasswd-").FullName;
    private readonly string _file;

    public HtpasswdAuthenticatorTests()
    {
        _file = Path.Combine(_folder, "htpasswd");
        File.WriteAllText(_file, Alice);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Authenticate_CorrectPassword_ReturnsUser()
    {
        using var authenticator = Open();

        var identity = await authenticator.AuthenticateAsync("alice", "secret", default);

        Assert.Equal("alice", identity?.Name);
        Assert.Empty(identity!.Groups);
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("alice", "")]
    [InlineData("Alice", "secret")]
    [InlineData("nobody", "secret")]
    [InlineData("", "secret")]
    public async Task Authenticate_WrongPasswordOrUnknownUser_ReturnsNull(string name, string password)
    {
        using var authenticator = Open();

        Assert.Null(await authenticator.AuthenticateAsync(name, password, default));
        Assert.Null(await authenticator.AuthenticateAsync(name, password, default));
    }

    [Fact]
    public async Task Authenticate_VerifiedCredentials_CompletesSynchronously()
    {
        using var authenticator = Open();
        await authenticator.AuthenticateAsync("alice", "secret", default);

        var again = authenticator.AuthenticateAsync("alice", "secret", default);

        Assert.True(again.IsCompletedSuccessfully);
        Assert.Equal("alice", (await again)?.Name);
    }

    [Fact]
    public async Task Authenticate_ConcurrentRequests_AllComplete()
    {
        using var authenticator = Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
            await authenticator.AuthenticateAsync("alice", i % 2 == 0 ? "secret" : "wrong", default)));

        Assert.All(answers, (identity, i) => Assert.Equal(i % 2 == 0 ? "alice" : null, identity?.Name));
    }

    [Fact]
    public async Task Authenticate_ClientDisconnected_IsCanceled()
    {
        using var authenticator = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await authenticator.AuthenticateAsync("alice", "secret", new CancellationToken(canceled: true)));

        Assert.NotNull(await authenticator.AuthenticateAsync("alice", "secret", default));
    }

    [Fact]
    public async Task File_Written_IsReloaded()
    {
        using var authenticator = Open();
        await authenticator.AuthenticateAsync("alice", "secret", default);

        await File.WriteAllTextAsync(_file, Bob);

        await Eventually.HoldsAsync(async () => await authenticator.AuthenticateAsync("bob", "secret", default) is not null, "the file is read again");
        Assert.Null(await authenticator.AuthenticateAsync("alice", "secret", default));
    }

    [Fact]
    public async Task File_ReplacedByRename_IsReloaded()
    {
        using var authenticator = Open();
        var next = Path.Combine(_folder, "next");
        await File.WriteAllTextAsync(next, Bob);

        File.Move(next, _file, overwrite: true);

        await Eventually.HoldsAsync(async () => await authenticator.AuthenticateAsync("bob", "secret", default) is not null, "the file is read again");
    }

    [Fact]
    public async Task File_BehindSwappedSymbolicLinks_IsReloaded()
    {
        // The layout of a mounted Kubernetes Secret: htpasswd -> ..data/htpasswd, ..data -> ..1, and later ..2.
        foreach (var (version, text) in new[] { ("..1", Alice), ("..2", Bob) })
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            await File.WriteAllTextAsync(Path.Combine(_folder, version, "mounted"), text);
        }

        var data = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, "..1");
        var link = Path.Combine(_folder, "mounted");
        File.CreateSymbolicLink(link, "..data/mounted");
        using var authenticator = Open(link);
        Assert.NotNull(await authenticator.AuthenticateAsync("alice", "secret", default));

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "..2");

        await Eventually.HoldsAsync(async () => await authenticator.AuthenticateAsync("bob", "secret", default) is not null, "the file is read again");
    }

    [Fact]
    public async Task File_Deleted_CurrentUsersAreKept()
    {
        var log = new CollectingLogger<HtpasswdAuthenticator>();
        using var authenticator = new HtpasswdAuthenticator(_file, log, TimeProvider.System);

        File.Delete(_file);

        await Eventually.HoldsAsync(() => Task.FromResult(log.Lines.Any(static line => line.StartsWith("6002 ", StringComparison.Ordinal))), "the failure is logged");
        Assert.NotNull(await authenticator.AuthenticateAsync("alice", "secret", default));
    }

    [Fact]
    public void Open_FileMissing_Fails() =>
        Assert.Throws<FileNotFoundException>(() => Open(Path.Combine(_folder, "absent")));

    [Fact]
    public async Task Open_NoUsableHash_WarnsOnceAndRejects()
    {
        await File.WriteAllTextAsync(_file, "carol:plain\ndave:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
        var log = new CollectingLogger<HtpasswdAuthenticator>();

        using var authenticator = new HtpasswdAuthenticator(_file, log, TimeProvider.System);

        Assert.Equal(["6003", "6004"], log.Lines.Select(static line => line.Split(' ')[0]));
        Assert.Null(await authenticator.AuthenticateAsync("carol", "plain", default));
    }

    [Fact]
    public async Task Failed_login_takes_the_same_time_for_cheap_and_expensive_hashes_and_for_unknown_users()
    {
        // 64 times the cost of the hash of alice.
        await File.WriteAllTextAsync(_file, $"{Alice}carol:$2y$10${new string('a', 53)}\n");
        using var authenticator = Open();

        var dearest = await FailAsync(authenticator, "carol");

        Assert.InRange(await FailAsync(authenticator, "alice") / dearest, 0.2, 5);
        Assert.InRange(await FailAsync(authenticator, "mallory") / dearest, 0.2, 5);
    }

    // Returns the shortest of several attempts, because other tests run on the same machine.
    private static async Task<TimeSpan> FailAsync(HtpasswdAuthenticator authenticator, string name)
    {
        var shortest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Null(await authenticator.AuthenticateAsync(name, $"wrong {attempt}", default));
            var took = Stopwatch.GetElapsedTime(start);
            shortest = took < shortest ? took : shortest;
        }

        return shortest;
    }

    private HtpasswdAuthenticator Open(string? file = null) =>
        new(file ?? _file, NullLogger<HtpasswdAuthenticator>.Instance, TimeProvider.System);
}
