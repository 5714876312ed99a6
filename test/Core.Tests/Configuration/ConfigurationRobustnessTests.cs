using System.Text;
using Xunit;
using Zot.Configuration;
using Zot.Testing;

namespace Zot.Core.Tests.Configuration;

/// <summary>Whatever a configuration file holds, reading it ends with a result: options, or sentences.</summary>
public sealed class ConfigurationRobustnessTests
{
    private const string Json =
        """{"distSpecVersion":"1.1.1","storage":{"rootDirectory":"/r","gc":true,"gcDelay":"2h","quotas":[{"repositories":["a/**"],"bytes":"1GiB"}],"retention":{"policies":[{"repositories":["**"],"keepTags":[{"patterns":["v.*"]}]}]}},"http":{"address":"127.0.0.1","port":"5000","auth":{"htpasswd":{"path":"h"}},"accessControl":{"repositories":{"**":{"policies":[{"users":["u"],"actions":["read"]}]}}},"ratelimit":{"rate":10}},"log":{"level":"debug","output":"/l"},"extensions":{"lint":{"enable":true,"mandatoryAnnotations":["a"]},"events":{"enable":true,"sinks":[{"type":"http","address":"http://h","timeout":"1s"}]}}}""";

    private const string Yaml = "storage: &s\n  rootDirectory: /r\n  gcDelay: 2h\nhttp:\n  <<: *s\n  port: 5000\n  \"a\\u0041\": [1, 2.5, ~, true]\nlog: {level: debug, output: |\n  text\n  }\n";

    [Theory]
    [InlineData("config.json", """{"storage":{"rootDirectory":"\ud800"}}""")]
    [InlineData("config.json", """{"storage":{"rootDirectory":"/r\udfff"}}""")]
    [InlineData("config.json", """{"\ud800":1}""")]
    [InlineData("config.json", """{"http":{"auth":{"a":["\ud800"]}}}""")]
    [InlineData("config.yaml", "storage: {rootDirectory: \"\\ud800\"}")]
    [InlineData("config.yaml", "\"\\ud800\": 1")]
    [InlineData("config.yaml", "storage: {rootDirectory: \"\\UFFFFFFFF\"}")]
    [InlineData("config.yaml", "<<: 5")]
    [InlineData("config.yaml", "storage: {<<: text}")]
    [InlineData("config", """{"storage":{"rootDirectory":"\ud800"}}""")]
    public void File_that_cannot_be_read_is_an_error_and_no_exception(string name, string text)
    {
        var result = ConfigurationFolder.Read(text, name);

        Assert.NotEmpty(result.Errors);
        Assert.NotNull(result.Sanitised);
    }

    [Theory]
    [InlineData("config.json", Json)]
    [InlineData("config.yaml", Yaml)]
    public void File_with_damaged_bytes_is_read_or_an_error_and_no_exception(string name, string text)
    {
        using var folder = new ConfigurationFolder();
        var path = Path.Combine(folder.Path, name);
        foreach (var bytes in Mutations.Of(Encoding.UTF8.GetBytes(text)).Take(Mutations.Count / 10))
        {
            File.WriteAllBytes(path, bytes);

            Assert.NotNull(ConfigurationFile.Load(path, folder.Source).Sanitised);
        }
    }
}
