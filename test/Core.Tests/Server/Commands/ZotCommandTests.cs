using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Moq;
using Xunit;
using Zot.Server.Commands;

namespace Zot.Core.Tests.Server.Commands;

public sealed class ZotCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zot-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("serve", "--help")]
    [InlineData("help", "serve")]
    public async Task Help_is_printed(params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);

        Assert.Equal(0, status);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Contains("serve", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("Error: Unrecognized command or argument 'server'.", "server")]
    [InlineData("Error: Unrecognized command or argument '--fast'.", "serve", "--fast")]
    [InlineData("Error: Unrecognized command or argument 'two'.", "verify", "one", "two")]
    [InlineData("Error: 'server' is not a zot command", "help", "server")]
    public async Task Invalid_usage_is_rejected_with_one_error_message(string sentence, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);

        Assert.Equal(1, status);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var (status, output, _) = await RunAsync("version");

        Assert.Equal(0, status);
        Assert.Matches(@"^zot v\d+\.\d+\.\d+ \([a-z-]*\), commit \S+, distribution-spec 1\.1\.1, \.NET 10\.[0-9.]+\n$", output);
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete ")]
    [InlineData("powershell", "Register-ArgumentCompleter ")]
    public async Task Completion_script_queries_the_program(string shell, string call)
    {
        var (status, output, _) = await RunAsync("completion", shell);

        Assert.Equal(0, status);
        Assert.Contains(call, output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggest_directive_returns_matching_commands()
    {
        var (status, output, _) = await RunAsync("[suggest:6]", "zot ve");

        Assert.Equal(0, status);
        var words = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("verify", words);
        Assert.Contains("version", words);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("scrub")]
    [InlineData("serve")]
    public async Task Invalid_configuration_reports_every_error_with_its_key(string command)
    {
        var config = Write($$"""{"storage":{"rootDirectory":"{{_folder}}/data","gcDelay":"-1h"},"http":{"port":"70000"},"log":{"level":"loud"} }""");

        var (status, _, error) = await RunAsync(command, config);

        Assert.Equal(1, status);
        var sentences = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, sentences.Length);
        Assert.All(new[] { "storage.gcDelay", "http.port", "log.level" }, key =>
            Assert.Contains(sentences, sentence => sentence.StartsWith($"Error: {key} ", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Fact]
    public async Task Verify_of_a_valid_configuration_has_no_side_effects()
    {
        var (status, _, error) = await RunAsync("verify", Write($$"""{"storage":{"rootDirectory":"{{_folder}}/data"} }"""));

        Assert.Equal(0, status);
        Assert.Empty(error);
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Theory]
    [InlineData("http.auth.ldap", "auth", """{"ldap":{"address":"a","userAttribute":"uid","baseDN":"dc=a"}}""")]
    [InlineData("http.tls.cert", "tls", """{"cert":"/absent/cert","key":"/absent/key"}""")]
    [InlineData("http.auth.htpasswd.path", "auth", """{"htpasswd":{"path":"/absent/htpasswd"}}""")]
    public async Task Serve_without_its_security_files_or_features_is_rejected(string key, string section, string value)
    {
        var config = Write(
            $$"""{"storage":{"rootDirectory":"{{_folder}}/data"},"http":{"port":"0","{{section}}":{{value}} },"log":{"output":"{{_folder}}/log"} }""");

        var (status, _, error) = await RunAsync("serve", config);

        Assert.Equal(1, status);
        Assert.StartsWith($"Error: {key} ", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Serve_on_a_port_in_use_is_rejected()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var config = Write(
            $$"""{"storage":{"rootDirectory":"{{_folder}}/data"},"http":{"port":"{{port}}"},"log":{"output":"{{_folder}}/log"} }""");

        var (status, _, error) = await RunAsync("serve", config);

        Assert.Equal(1, status);
        Assert.Equal($"Error: http.port is {port}, but 127.0.0.1:{port} is already in use\n", error);
        Assert.Contains("failed to start", await File.ReadAllTextAsync(Path.Combine(_folder, "log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_is_JSON()
    {
        var (status, output, _) = await RunAsync("schema");

        Assert.Equal(0, status);
        Assert.Equal("zot config schema", JsonDocument.Parse(output).RootElement.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(OverflowException))]
    [InlineData(typeof(JsonException))]
    [InlineData(typeof(IOException))]
    public async Task Unexpected_exception_of_a_command_is_an_error_message(Type failure)
    {
        var fault = (Exception)Activator.CreateInstance(failure)!;
        await using var output = new Mock<TextWriter> { CallBase = true, DefaultValue = DefaultValue.Empty }.Object;
        Mock.Get(output).Setup(writer => writer.Write(It.IsAny<char>())).Throws(fault);
        using var error = new StringWriter();

        var status = await ZotCommand.RunAsync(["schema"], output, error);

        Assert.Equal(1, status);
        Assert.Equal($"Error: the command failed unexpectedly: {failure.Name}: {fault.Message}{Environment.NewLine}", error.ToString());
    }

    private string Write(string text)
    {
        var config = Path.Combine(_folder, "config.json");
        File.WriteAllText(config, text);
        return config;
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await ZotCommand.RunAsync(arguments, output, error);
        return (status, output.ToString(), error.ToString());
    }
}
