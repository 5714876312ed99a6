using Xunit;

namespace Zot.Core.Tests.Configuration;

/// <summary>Loading a file with any content returns options or errors, without an exception.</summary>
public sealed class ConfigurationRobustnessTests
{
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
    [InlineData("config.json", """{"storage":{"rootDirectory":"\u0000","subPaths":{"/a":{"rootDirectory":"/a"}}}}""")]
    [InlineData("config.json", """{"http":{"auth":{"htpasswd":{"path":"/a\u0000b"}}}}""")]
    [InlineData("config.json", """{"http":{"accessControl":{"adminPolicy":{"users":["\u0000"]}}}}""")]
    [InlineData("config.yaml", "log: {output: \"\\0\"}")]
    [InlineData("config.json", """{"http":{"realm":"${file:}"}}""")]
    [InlineData("config.json", """{"http":{"realm":"${file:a\u0000}"}}""")]
    [InlineData("config", """{"storage":{"rootDirectory":"\ud800"}}""")]
    public void Unreadable_file_is_an_error_and_not_an_exception(string name, string text)
    {
        var result = ConfigurationFolder.Read(text, name);

        Assert.NotEmpty(result.Errors);
        Assert.NotNull(result.Sanitized);
    }
}
