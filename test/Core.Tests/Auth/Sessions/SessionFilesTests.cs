using System.Text;
using Xunit;
using Zot.Auth;
using Zot.Auth.Sessions;
using Zot.Configuration.Http;
using Zot.Testing;

namespace Zot.Core.Tests.Auth.Sessions;

public sealed class SessionFilesTests : IDisposable
{
    private static readonly SessionKeysOptions Signing = new() { HashKey = "a secret hash key" };
    private static readonly SessionKeysOptions Encrypting = Signing with { EncryptKey = "0123456789abcdef0123456789abcdef" };
    private static readonly TimeSpan Life = TimeSpan.FromHours(2);
    private static readonly Identity Alice = new("alice", ["team"]);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();

    public static TheoryData<SessionKeysOptions> Keys => [new SessionKeysOptions(), Signing, Encrypting];

    private string Folder => Path.Combine(_directory.Path, SessionFiles.Folder);

    private string OnlyFile => Assert.Single(Directory.GetFiles(Folder));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Session_IsFoundByItsTicketOnly(SessionKeysOptions keys)
    {
        var sessions = Open(keys);
        var alice = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);
        var bob = await sessions.StartAsync(new Identity("bob", []), _time.GetUtcNow() + Life, default);

        Assert.Equivalent(Alice, await sessions.FindAsync(alice, default), strict: true);
        Assert.Equal("bob", (await sessions.FindAsync(bob, default))?.Name);
        Assert.NotEqual(alice, bob);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../../../../../../../../../../etc/passwd")]
    [InlineData("                                           ")]
    [InlineData("!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Ticket_Invalid_FindsNoSession(string ticket)
    {
        var sessions = Open(Signing);
        Assert.Null(await sessions.FindAsync(ticket, default));
        await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);

        Assert.Null(await sessions.FindAsync(ticket, default));
        await sessions.EndAsync(ticket, default);

        Assert.True(File.Exists(OnlyFile));
    }

    [Fact]
    public async Task FileName_IsNotATicketAndContainsNone()
    {
        var sessions = Open(Signing);
        var ticket = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);

        var name = Path.GetFileName(OnlyFile)["session_".Length..];

        Assert.Null(await sessions.FindAsync(name, default));
        Assert.Null(await sessions.FindAsync(name[..ticket.Length], default));
        Assert.Null(await sessions.FindAsync(Convert.ToBase64String(Convert.FromHexString(name)).TrimEnd('=').Replace('+', '-').Replace('/', '_'), default));
        Assert.DoesNotContain(ticket, name + Encoding.Latin1.GetString(await File.ReadAllBytesAsync(OnlyFile)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_IsAccessibleToOwnerOnly()
    {
        await Open(Signing).StartAsync(Alice, _time.GetUtcNow() + Life, default);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OnlyFile));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        }
    }

    [Fact]
    public async Task Session_SurvivesRestart_WithSameKeysOnly()
    {
        var ticket = await Open(Encrypting).StartAsync(Alice, _time.GetUtcNow() + Life, default);

        Assert.NotNull(await Open(Encrypting).FindAsync(ticket, default));
        Assert.Null(await Open(Encrypting with { HashKey = "another" }).FindAsync(ticket, default));
        Assert.Null(await Open(Encrypting with { EncryptKey = "another one has 32 bytes as well" }).FindAsync(ticket, default));
        Assert.Null(await Open(Signing).FindAsync(ticket, default));
        Assert.Null(await Open(null).FindAsync(ticket, default));
    }

    [Fact]
    public async Task File_WithEncryptionKey_IsEncrypted()
    {
        await Open(Encrypting).StartAsync(Alice, _time.GetUtcNow() + Life, default);

        Assert.DoesNotContain("alice", await File.ReadAllTextAsync(OnlyFile), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task File_TamperedWith_IsRejected(SessionKeysOptions keys)
    {
        var sessions = Open(keys);
        var ticket = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);
        var file = OnlyFile;
        var content = await File.ReadAllBytesAsync(file);
        for (var i = 0; i < content.Length; i++)
        {
            await File.WriteAllBytesAsync(file, [.. content[..i], (byte)(content[i] ^ 1), .. content[(i + 1)..]]);
            Assert.Null(await sessions.FindAsync(ticket, default));
            await File.WriteAllBytesAsync(file, content[..i]);
            Assert.Null(await sessions.FindAsync(ticket, default));
        }

        await File.WriteAllBytesAsync(file, content);
        Assert.NotNull(await sessions.FindAsync(ticket, default));
    }

    [Fact]
    public async Task File_OfAnotherSession_IsRejected()
    {
        var sessions = Open(Signing);
        var alice = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);
        var file = OnlyFile;
        var bob = await sessions.StartAsync(new Identity("bob", []), _time.GetUtcNow() + Life, default);
        var other = Directory.GetFiles(Folder).Single(each => each != file);

        File.Copy(file, other, overwrite: true);

        Assert.NotNull(await sessions.FindAsync(alice, default));
        Assert.Null(await sessions.FindAsync(bob, default));
    }

    [Fact]
    public async Task Session_ExpiresAfterTwoHours()
    {
        var sessions = Open(Signing);
        var ticket = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);

        _time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await sessions.FindAsync(ticket, default));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await sessions.FindAsync(ticket, default));
    }

    [Fact]
    public async Task Session_Ended_StaysInvalid()
    {
        var sessions = Open(Signing);
        var ticket = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);
        var other = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);

        await sessions.EndAsync(ticket, default);
        await sessions.EndAsync(ticket, default);

        Assert.Null(await sessions.FindAsync(ticket, default));
        Assert.NotNull(await sessions.FindAsync(other, default));
    }

    [Fact]
    public async Task RemoveEnded_RemovesExpiredSessionsOnly()
    {
        var sessions = Open(Signing);
        await sessions.RemoveEndedAsync(default);
        await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);
        var (ended, foreign) = (OnlyFile, Path.Combine(Folder, "note"));
        await File.WriteAllTextAsync(foreign, "");
        File.SetLastWriteTimeUtc(foreign, DateTime.UnixEpoch);
        _time.Advance(TimeSpan.FromHours(1));
        var ticket = await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);
        _time.Advance(TimeSpan.FromHours(1));

        await sessions.RemoveEndedAsync(default);

        Assert.False(File.Exists(ended));
        Assert.True(File.Exists(foreign));
        Assert.NotNull(await sessions.FindAsync(ticket, default));
    }

    [Fact]
    public async Task RemoveEnded_removes_remaining_files_if_one_cannot_be_removed()
    {
        string? failing = null;
        var sessions = new SessionFiles(Folder, new SessionSeal(Signing), _time)
        {
            Delete = file =>
            {
                failing ??= file.FullName;
                if (file.FullName == failing)
                {
                    throw new UnauthorizedAccessException("no");
                }

                file.Delete();
            },
        };
        for (var count = 0; count < 3; count++)
        {
            await sessions.StartAsync(Alice, _time.GetUtcNow() + Life, default);
        }

        _time.Advance(TimeSpan.FromHours(2));

        var failure = await Assert.ThrowsAsync<IOException>(async () => await sessions.RemoveEndedAsync(default));

        Assert.StartsWith("failed to remove 1 expired sessions", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failing, OnlyFile);
    }

    private SessionFiles Open(SessionKeysOptions? keys) => new(Folder, new SessionSeal(keys), _time);
}
