using Xunit;
using Zot.Configuration.Exporter;

namespace Zot.Core.Tests.Configuration.Exporter;

public sealed class ExporterConfigurationTests : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new() { ["SECRET"] = "wonderland" };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zot-exporter-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Configuration_without_a_file_has_the_defaults_of_zot()
    {
        var (options, errors) = ExporterConfiguration.Load(null, Environment);

        Assert.Empty(errors);
        Assert.Equal(("http", "localhost", 8080, null), (options.Server.Protocol, options.Server.Host, options.Server.Port, options.Server.CaCert));
        Assert.Equal((8081, TimeSpan.FromSeconds(30)), (options.Exporter.Port, options.Exporter.ReadTimeout));
        Assert.Equal(("debug", "/metrics"), (options.Exporter.Log.Level, options.Exporter.Metrics.Path));
    }

    [Fact]
    public void Example_is_loaded_without_errors()
    {
        var (options, errors) = ExporterConfiguration.Load(Path.Combine(ExampleTests.Folder, "metrics", "exporter", "zxp.json"), Environment);

        Assert.Empty(errors);
        Assert.Equal(("127.0.0.1", 8080, 8081, "info"), (options.Server.Host, options.Server.Port, options.Exporter.Port, options.Exporter.Log.Level));
    }

    [Fact]
    public void Password_is_taken_from_the_environment()
    {
        var (options, errors) = Load("Server:\n  username: alice\n  password: ${SECRET}\n");

        Assert.Empty(errors);
        Assert.Equal(("alice", "wonderland"), (options.Server.Username, options.Server.Password));
    }

    [Theory]
    [InlineData("{}", "is empty")]
    [InlineData("""{"Server":{"prot":1}}""", "server.prot is not a known key")]
    [InlineData("""{"Server":{"protocol":"ftp"}}""", "server.protocol is 'ftp', but must be http or https")]
    [InlineData("""{"Server":{"host":"no host"}}""", "server.host is 'no host', but must be a host name or an address")]
    [InlineData("""{"Server":{"port":"0"}}""", "server.port is '0', but must be from 1 to 65535")]
    [InlineData("""{"Server":{"username":"alice"}}""", "server.username is 'alice', but must be given together with password, or not at all")]
    [InlineData("""{"Exporter":{"readTimeout":"-1s"}}""", "exporter.readTimeout is '-1s', but must not be negative")]
    [InlineData("""{"Exporter":{"metrics":{"path":"metrics"}}}""", "exporter.metrics.path is 'metrics', but must start with /")]
    [InlineData("no configuration", "cannot be read")]
    public void Error_names_key_value_and_rule(string text, string expected)
    {
        var (_, errors) = Load(text);

        Assert.Contains(errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    private ExporterConfiguration Load(string text)
    {
        var file = Path.Combine(_folder.FullName, "zxp.yaml");
        File.WriteAllText(file, text);
        return ExporterConfiguration.Load(file, Environment);
    }
}
