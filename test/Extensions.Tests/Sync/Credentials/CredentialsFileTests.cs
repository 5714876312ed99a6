#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Credentials;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Credentials;

public sealed class CredentialsFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly CollectingLogger<CredentialsFile> _logger = new();

    private string Path => _folder["credentials.json"];

    [Fact]
    public void Credentials_are_found_by_host()
    {
        File.WriteAllText(Path, """{"a:5000": {"username": "user", "password": "word", "other": 1}, "b": {"token": "abc"}}""");
        var file = new CredentialsFile(Path, _logger);

        Assert.Equal("user", file.For(["x", "a:5000"]).Current!.User);
        Assert.Equal((false, null), (file.For(["b"]).Current is null, file.For(["b"]).Current!.User));
        Assert.Null(file.For(["a"]).Current);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task Changed_file_is_read_at_the_next_refresh()
    {
        File.WriteAllText(Path, """{"a": {"username": "one", "password": "word"}}""");
        var credentials = new CredentialsFile(Path, _logger).For(["a"]);

        File.WriteAllText(Path, """{"a": {"username": "two", "password": "word"}}""");
        Assert.Equal("one", credentials.Current!.User);
        await credentials.RefreshAsync(default);

        Assert.Equal("two", credentials.Current!.User);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\": 7}")]
    [InlineData("{\"a\": {\"username\": \"s3cret\"}}")]
    [InlineData("{\"a\": {\"username\": \"user\", \"password\": \"s3cret\", \"token\": \"s3cret\"}}")]
    [InlineData("{\"a\": {\"username\": \"us:er\", \"password\": \"s3cret\"}}")]
    [InlineData("{\"a\": {\"token\": \"s3cret \"}}")]
    [InlineData("{\"a\": {\"username\": \"user\", \"password\": \"s3cret\"")]
    [InlineData("{\"a\": {\"username\": \"user\", \"password\": s3cret}}")]
    public async Task Invalid_file_is_logged_once_without_secrets_and_requests_are_anonymous(string content)
    {
        File.WriteAllText(Path, """{"a": {"username": "user", "password": "word"}}""");
        var credentials = new CredentialsFile(Path, _logger).For(["a"]);

        File.WriteAllText(Path, content);
        await credentials.RefreshAsync(default);
        await credentials.RefreshAsync(default);

        Assert.Null(credentials.Current);
        var line = Assert.Single(_logger.Lines);
        Assert.StartsWith("9081 failed to read the credentials file", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_or_endless_file_is_logged_until_it_is_valid()
    {
        var credentials = new CredentialsFile(Path, _logger).For(["a"]);
        File.WriteAllText(Path, new string(' ', 2 * 1024 * 1024));
        await credentials.RefreshAsync(default);
        Assert.Equal(2, _logger.Lines.Count);

        File.WriteAllText(Path, """{"a": {"username": "user", "password": "word"}}""");
        await credentials.RefreshAsync(default);

        Assert.NotNull(credentials.Current);
        Assert.Null(new CredentialsFile(path: null, _logger).For(["a"]).Current);
    }

    public void Dispose() => _folder.Dispose();
}
#endif
