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
    public async Task Authenticate_RightPassword_IsTheUser()
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
    public async Task Authenticate_WrongPasswordOrUnknownUser_IsNobody(string name, string password)
    {
        using var authenticator = Open();

        Assert.Null(await authenticator.AuthenticateAsync(name, password, default));
        Assert.Null(await authenticator.AuthenticateAsync(name, password, default));
    }

    [Fact]
    public async Task Authenticate_CheckedBefore_IsAnsweredAtOnce()
    {
        using var authenticator = Open();
        await authenticator.AuthenticateAsync("alice", "secret", default);

        var again = authenticator.AuthenticateAsync("alice", "secret", default);

        Assert.True(again.IsCompletedSuccessfully);
        Assert.Equal("alice", (await again)?.Name);
    }

    [Fact]
    public async Task Authenticate_ManyAtOnce_AllGetTheirAnswer()
    {
        using var authenticator = Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
            await authenticator.AuthenticateAsync("alice", i % 2 == 0 ? "secret" : "wrong", default)));

        Assert.All(answers, (identity, i) => Assert.Equal(i % 2 == 0 ? "alice" : null, identity?.Name));
    }

    [Fact]
    public async Task Authenticate_ClientGone_IsCancelled()
    {
        using var authenticator = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await authenticator.AuthenticateAsync("alice", "secret", new CancellationToken(canceled: true)));

        Assert.NotNull(await authenticator.AuthenticateAsync("alice", "secret", default));
    }

    [Fact]
    public async Task File_Written_IsReadAgain()
    {
        using var authenticator = Open();
        await authenticator.AuthenticateAsync("alice", "secret", default);

        await File.WriteAllTextAsync(_file, Bob);

        await Eventually.HoldsAsync(async () => await authenticator.AuthenticateAsync("bob", "secret", default) is not null, "the file is read again");
        Assert.Null(await authenticator.AuthenticateAsync("alice", "secret", default));
    }

    [Fact]
    public async Task File_ReplacedByRename_IsReadAgain()
    {
        using var authenticator = Open();
        var next = Path.Combine(_folder, "next");
        await File.WriteAllTextAsync(next, Bob);

        File.Move(next, _file, overwrite: true);

        await Eventually.HoldsAsync(async () => await authenticator.AuthenticateAsync("bob", "secret", default) is not null, "the file is read again");
    }

    [Fact]
    public async Task File_BehindLinksThatAreSwapped_IsReadAgain()
    {
        // As Kubernetes mounts a Secret: htpasswd -> ..data/htpasswd, ..data -> ..1, and the next version is ..2.
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
    public async Task File_Gone_KnownUsersStay()
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
    public async Task Open_NobodyCanLogIn_WarnsOnceForAllAndRefuses()
    {
        await File.WriteAllTextAsync(_file, "carol:plain\ndave:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
        var log = new CollectingLogger<HtpasswdAuthenticator>();

        using var authenticator = new HtpasswdAuthenticator(_file, log, TimeProvider.System);

        Assert.Equal(["6003", "6004"], log.Lines.Select(static line => line.Split(' ')[0]));
        Assert.Null(await authenticator.AuthenticateAsync("carol", "plain", default));
    }

    [Fact]
    public async Task Failed_login_takes_as_long_for_the_cheapest_hash_and_for_an_unknown_user_as_for_the_dearest()
    {
        // 64 times the cost of that of alice.
        await File.WriteAllTextAsync(_file, $"{Alice}carol:$2y$10${new string('a', 53)}\n");
        using var authenticator = Open();

        var dearest = await FailAsync(authenticator, "carol");

        Assert.InRange(await FailAsync(authenticator, "alice") / dearest, 0.2, 5);
        Assert.InRange(await FailAsync(authenticator, "mallory") / dearest, 0.2, 5);
    }

    // The shortest of some: the machine is busy with other tests.
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
