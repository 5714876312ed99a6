using System.Runtime.Versioning;
using Xunit;

namespace Zot.Core.Tests.Zli.Commands;

[UnsupportedOSPlatform("windows")]
public sealed class ConfigCommandTests : ZliTest
{
    [Fact]
    public async Task Added_profile_is_written_with_defaults_for_its_owner_only()
    {
        (await RunAsync("config", "add", "main", "https://r:8080")).Expect();

        Assert.Equal(
            """
            {
              "configs": [
                {
                  "_name": "main",
                  "url": "https://r:8080",
                  "showspinner": true,
                  "verify-tls": true
                }
              ]
            }
            """,
            await File.ReadAllTextAsync(ProfilePath, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ProfilePath));
        Assert.Equal([ProfilePath], Directory.GetFiles(Home));
    }

    [Fact]
    public async Task Missing_file_has_no_profiles_and_is_created_empty()
    {
        Assert.Equal("", (await RunAsync("config", "list")).Expect());

        Assert.Equal(0, new FileInfo(ProfilePath).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ProfilePath));
    }

    [Fact]
    public async Task Values_are_shown_set_and_reset()
    {
        await RunAsync("config", "add", "main", "https://r:8080");
        (await RunAsync("config", "set", "main", "verify-tls", "F")).Expect();
        (await RunAsync("config", "set", "main", "showspinner", "no")).Expect();
        (await RunAsync("config", "set", "main", "url", "http://s")).Expect();

        Assert.Equal("url = http://s\nshowspinner = no\nverify-tls = false\n", (await RunAsync("config", "show", "main")).Expect());
        Assert.Contains("\"verify-tls\": false", await ReadAsync(), StringComparison.Ordinal);
        (await RunAsync("status", "--config", "main")).ExpectError("invalid cli config: showspinner of 'main' must be true or false");

        (await RunAsync("config", "reset", "main", "verify-tls")).Expect();
        (await RunAsync("config", "reset", "main", "showspinner")).Expect();
        Assert.DoesNotContain("showspinner", await ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("true\n", (await RunAsync("config", "get", "main", "verify-tls")).Expect());
        Assert.Equal("main\n", (await RunAsync("config", "get", "main", "_name")).Expect());
        Assert.Equal("http://s\n", (await RunAsync("config", "get", "main", "url")).Expect());
    }

    [Fact]
    public async Task List_is_aligned_with_tabs_and_marks_the_default()
    {
        await RunAsync("config", "add", "main", "https://r:8080");
        await RunAsync("config", "add", "other", "http://s");
        (await RunAsync("config", "set-default", "main")).Expect();

        Assert.Equal("main (default)\thttps://r:8080\nother\t\thttp://s\n", (await RunAsync("config", "list")).Expect());
        Assert.EndsWith("default = true\n", (await RunAsync("config", "show", "main")).Expect(), StringComparison.Ordinal);

        (await RunAsync("config", "clear-default")).Expect();
        Assert.Equal("main\thttps://r:8080\nother\thttp://s\n", (await RunAsync("config", "list")).Expect());
    }

    [Fact]
    public async Task Removing_the_default_profile_clears_the_default()
    {
        await RunAsync("config", "add", "main", "https://r:8080");
        await RunAsync("config", "set-default", "main");

        (await RunAsync("config", "remove", "main")).Expect();

        Assert.DoesNotContain("default", await ReadAsync(), StringComparison.Ordinal);
        (await RunAsync("config", "remove", "main")).ExpectError("config with the given name does not exist");
    }

    [Fact]
    public async Task Unknown_members_and_links_are_kept()
    {
        var target = Path.Combine(Home, "target");
        await WriteAsync("""{"other":{"a":1},"configs":[{"_name":"a","url":"http://a","team":"x"}]}""", target);
        File.CreateSymbolicLink(ProfilePath, target);

        (await RunAsync("config", "add", "b", "http://b")).Expect();
        (await RunAsync("config", "set", "a", "verify-tls", "false")).Expect();

        var written = await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken);
        Assert.Contains("\"team\": \"x\"", written, StringComparison.Ordinal);
        Assert.Contains("\"a\": 1", written, StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(ProfilePath).LinkTarget);
    }

    [Theory]
    [InlineData("invalid URL format: scheme not provided (ex: https://)", "config", "add", "a", "localhost:8080")]
    [InlineData("invalid URL format: scheme not provided (ex: https://)", "config", "add", "a", "/path")]
    [InlineData("invalid URL format: scheme not provided (ex: https://)", "config", "set", "main", "url", "nowhere")]
    [InlineData("invalid URL format: the scheme is 'ftp', but must be http or https", "config", "add", "a", "ftp://a")]
    [InlineData("cli config name already added", "config", "add", "main", "http://a")]
    [InlineData("cli config name is reserved: \"set-default\"", "config", "add", "set-default", "http://a")]
    [InlineData("invalid cli arguments: the name must not be empty", "config", "add", "", "http://a")]
    [InlineData("config with the given name does not exist", "config", "show", "other")]
    [InlineData("config with the given name does not exist", "config", "get", "other", "url")]
    [InlineData("config with the given name does not exist", "config", "set", "other", "url", "http://a")]
    [InlineData("config with the given name does not exist", "config", "reset", "other", "verify-tls")]
    [InlineData("config with the given name does not exist", "config", "set-default", "other")]
    [InlineData("config with the given name does not exist", "status", "-c", "other")]
    [InlineData("given config key is not allowed", "config", "get", "main", "color")]
    [InlineData("given config key is not allowed", "config", "set", "main", "color", "red")]
    [InlineData("given config key is not allowed", "config", "set", "main", "_name", "x")]
    [InlineData("given config key is not allowed", "config", "reset", "main", "color")]
    [InlineData("cannot reset given config key", "config", "reset", "main", "url")]
    [InlineData("cannot reset given config key", "config", "reset", "main", "_name")]
    [InlineData("unknown flag: --fast", "config", "list", "--fast")]
    public async Task Invalid_change_is_rejected(string message, params string[] arguments)
    {
        await RunAsync("config", "add", "main", "http://r");
        var before = await ReadAsync();

        (await RunAsync(arguments)).ExpectError(message);

        Assert.Equal(before, await ReadAsync());
    }

    [Theory]
    [InlineData("config")]
    [InlineData("config", "main")]
    [InlineData("config", "a", "b", "c", "d")]
    [InlineData("config", "add", "main")]
    [InlineData("config", "list", "main")]
    [InlineData("config", "set", "main", "url")]
    public async Task Wrong_number_of_arguments_shows_the_help(params string[] arguments)
    {
        var run = await RunAsync(arguments);

        run.ExpectError("invalid cli arguments");
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main\thttp://r\n", "`zli config --list`; use `zli config list`", "config", "-l")]
    [InlineData("url = http://r\nshowspinner = true\nverify-tls = true\n", "`zli config <name> --list`; use `zli config show <name>`", "config", "main", "--list")]
    [InlineData("http://r\n", "`zli config <name> <key>`; use `zli config get <name> <key>`", "config", "main", "url")]
    [InlineData("", "`zli config <name> <key> <value>`; use `zli config set <name> <key> <value>`", "config", "main", "verify-tls", "false")]
    [InlineData("", "`zli config <name> <key> --reset`; use `zli config reset <name> <key>`", "config", "main", "verify-tls", "--reset")]
    public async Task Deprecated_form_works_with_a_warning(string output, string warning, params string[] arguments)
    {
        await RunAsync("config", "add", "main", "http://r");

        var run = await RunAsync(arguments);

        Assert.Equal(0, run.Status);
        Assert.Equal(output, run.Output);
        Assert.Equal($"Warning: deprecated invocation {warning} instead.\n", run.Error);
    }

    [Theory]
    [InlineData("{", "invalid cli config: ")]
    [InlineData("[]", "invalid cli config: the file must contain an object")]
    [InlineData("""{"configs":{}}""", "invalid cli config: configs must be a list")]
    [InlineData("""{"configs":["a"]}""", "invalid cli config: configs[0] must be an object")]
    [InlineData("""{"configs":[null]}""", "invalid cli config: configs[0] must be an object")]
    [InlineData("""{"configs":[{"url":"http://a"}]}""", "invalid cli config: configs[0]._name must be a text that is not empty")]
    [InlineData("""{"configs":[{"_name":"","url":"http://a"}]}""", "invalid cli config: configs[0]._name must be a text that is not empty")]
    [InlineData("""{"configs":[{"_name":"a","url":7}]}""", "invalid cli config: configs[0].url must be a text that is not empty")]
    [InlineData("""{"configs":[],"configs":[]}""", "invalid cli config: ")]
    [InlineData("""{"defaultConfigName":1}""", "invalid cli config: defaultConfigName must be a string")]
    public async Task Damaged_file_is_an_error_and_is_not_changed(string content, string message)
    {
        await WriteAsync(content, ProfilePath);

        foreach (string[] command in new[] { new[] { "config", "list" }, ["config", "add", "a", "http://a"], ["image", "list", "--config", "a"] })
        {
            var run = await RunAsync(command);
            Assert.Equal(1, run.Status);
            Assert.StartsWith($"Error: {message}", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(content, await ReadAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    [InlineData("""{"configs":null}""")]
    [InlineData("""{"configs":[{"_name":"\ud800","url":"http://a"}]}""")]
    public async Task File_without_profiles_or_with_invalid_Unicode_is_valid(string content)
    {
        await WriteAsync(content, ProfilePath);

        (await RunAsync("config", "list")).Expect();
        (await RunAsync("config", "add", "a", "http://a")).Expect();

        Assert.Contains("a\thttp://a\n", (await RunAsync("config", "list")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_path_is_an_error()
    {
        Directory.CreateDirectory(ProfilePath);

        var run = await RunAsync("config", "list");

        Assert.Equal(1, run.Status);
        Assert.StartsWith($"Error: failed to read {ProfilePath}: ", run.Error, StringComparison.Ordinal);
    }

    private Task<string> ReadAsync() => File.ReadAllTextAsync(ProfilePath, TestContext.Current.CancellationToken);

    private static Task WriteAsync(string content, string path) =>
        File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
}
