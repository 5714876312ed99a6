using System.Text.Json.Nodes;
using Xunit;
using Zot.Configuration.Loading;

namespace Zot.Core.Tests.Configuration;

public sealed class NotificationRuleTests
{
    private const string Block = "extensions.events.notifications";
    private const string Endpoint = Block + ".endpoints[0]";

    [Theory]
    [InlineData("\"timeout\": 5", "timeout", "is '5', but must be a duration with its unit")]
    [InlineData("\"timeout\": \"5\"", "timeout", "must be a duration with its unit")]
    [InlineData("\"backoff\": 5000", "backoff", "must be a duration with its unit")]
    [InlineData("\"maxAge\": 1", "maxAge", "must be a duration with its unit")]
    [InlineData("\"maxBackoff\": \"1\"", "maxBackoff", "must be a duration with its unit")]
    [InlineData("\"compat\": \"docker\"", "compat", "must be 'upstream'")]
    [InlineData("\"format\": \"v3\"", "format", "must be distribution.v1 or distribution.v2")]
    [InlineData("\"format\": \"distribution.v2\", \"draftFields\": true", "draftFields", "needs the format distribution.v1")]
    [InlineData("\"treshold\": 3", "treshold", "is not a known key; did you mean threshold?")]
    [InlineData("\"url\": \"hooks.example\"", "url", "is 'hooks.example', but must be an http or https URL")]
    [InlineData("\"url\": \"ftp://hooks.example\"", "url", "must be an http or https URL")]
    [InlineData("\"url\": \"https://u:p4ssw0rd@hooks.example\"", "url", "must not contain credentials")]
    [InlineData("\"url\": \"https://hooks.example/?token=p4ssw0rd\"", "url", "must not contain credentials")]
    [InlineData("\"proxy\": \"socks5://x\"", "proxy", "must be an http or https URL")]
    [InlineData("\"url\": \"http://x\", \"tls\": {\"ca\": \"/ca.pem\"}", "url", "must be an https URL for tls")]
    [InlineData("\"tls\": {\"cert\": \"/c.pem\"}", "tls.key", "must be given together with cert")]
    [InlineData("\"tls\": {\"key\": \"/k.pem\"}", "tls.cert", "must be given together with key")]
    [InlineData("\"tls\": {\"minVersion\": \"1.1\"}", "tls.minVersion", "must be 1.2 or 1.3")]
    [InlineData("\"auth\": {}", "auth", "must have exactly one of bearer, basic and header")]
    [InlineData("\"auth\": {\"bearer\": \"p4ssw0rd\", \"basic\": {\"username\": \"u\"}}", "auth", "must have exactly one of")]
    [InlineData("\"auth\": {\"bearer\": \"\"}", "auth.bearer", "must be a token")]
    [InlineData("\"auth\": {\"basic\": {\"username\": \"a:b\", \"password\": \"p4ssw0rd\"}}", "auth.basic.username", "must be a user name")]
    [InlineData("\"auth\": {\"header\": {\"name\": \"X Key\", \"value\": \"p4ssw0rd\"}}", "auth.header.name", "must be a header name")]
    [InlineData("\"auth\": {\"header\": {\"name\": \"X-Key\"}}", "auth.header.value", "is required")]
    [InlineData("\"successOn\": \"200\"", "successOn", "must be 2xx or 2xx-3xx")]
    [InlineData("\"retryOn\": [\"5xx\", \"6xx\"]", "retryOn[1]", "must be a status code")]
    [InlineData("\"maxAttempts\": -1", "maxAttempts", "must not be negative")]
    [InlineData("\"maxAge\": \"-1s\"", "maxAge", "must not be negative")]
    [InlineData("\"maxBackoff\": \"0s\"", "maxBackoff", "must be positive")]
    [InlineData("\"include\": {\"repositories\": [\"a[\"]}", "include.repositories[0]", "must be a repository or a glob")]
    [InlineData("\"ignore\": {\"actions\": [\"pulls\"]}", "ignore.actions[0]", "must be pull, push, mount, delete or create")]
    [InlineData("\"ignore\": {\"methods\": [\"head\"]}", "ignore.methods[0]", "must be an HTTP method in upper case")]
    [InlineData("\"maxPendingEvents\": -1", "maxPendingEvents", "must not be negative")]
    [InlineData("\"maxPendingBytes\": -1", "maxPendingBytes", "must be a number of bytes")]
    [InlineData("\"onFull\": \"drop\"", "onFull", "must be shedPulls, dropOldest or rejectWrites")]
    [InlineData("\"ordering\": \"some\"", "ordering", "must be repository, endpoint or none")]
    [InlineData("\"concurrency\": 0", "concurrency", "must be positive")]
    [InlineData("\"batch\": {\"maxEvents\": 0}", "batch.maxEvents", "must be from 1 to 256")]
    [InlineData("\"batch\": {\"maxWait\": \"-1s\"}", "batch.maxWait", "must not be negative")]
    [InlineData("\"batch\": {\"maxWait\": 5}", "batch.maxWait", "must be a duration with its unit")]
    [InlineData("\"deadLetter\": {\"retention\": \"-1s\"}", "deadLetter.retention", "must not be negative")]
    [InlineData("\"compat\": \"upstream\", \"maxAttempts\": 3", "maxAttempts", "is not allowed with compat: upstream")]
    [InlineData("\"compat\": \"upstream\", \"followRedirects\": true", "followRedirects", "is not allowed with compat: upstream")]
    [InlineData("\"compat\": \"upstream\", \"batch\": {\"maxEvents\": 2}", "batch", "is not allowed with compat: upstream")]
    public void Endpoint_violating_a_rule_is_reported_with_key_value_and_rule(string keys, string key, string message)
    {
        var errors = Read($$"""{"endpoints": [{{{Named(keys)}}}]}""").Errors;

        Assert.Contains(errors, error => error.Key == $"{Endpoint}.{key}" && error.ToString().Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain(errors, static error => error.ToString().Contains("p4ssw0rd", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"compat": "docker"}""", "compat", "must be 'upstream'")]
    [InlineData("""{"endpoints": [{"url": "http://x"}]}""", "endpoints[0].name", "must be a name")]
    [InlineData("""{"endpoints": [{"name": "a", "url": "http://x"}, {"name": "a", "url": "http://x"}]}""", "endpoints[1].name", "unique among the endpoints")]
    public void Block_violating_a_rule_is_reported_with_key_value_and_rule(string block, string key, string message) => Assert.Contains(
        Read(block).Errors, error => error.Key == $"{Block}.{key}" && error.ToString().Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Endpoint_with_the_name_of_a_sink_is_an_error()
    {
        var errors = ConfigurationFolder.Read(
            """
            {"storage": {"rootDirectory": "/r"}, "extensions": {"events": {"enable": true,
                "sinks": [{"name": "a", "type": "http", "address": "http://x"}],
                "notifications": {"endpoints": [{"name": "a", "url": "http://x"}]}}}}
            """).Errors;

        Assert.Contains(errors, static error => error.Key == $"{Endpoint}.name" && error.ToString().Contains("of a sink", StringComparison.Ordinal));
    }

    [Fact]
    public void Block_of_the_distribution_registry_is_accepted_unchanged()
    {
        const string Text = """
            storage: {rootDirectory: /r}
            extensions:
              events:
                enable: true
                notifications:
                  compat: upstream
                  events:
                    includereferences: true
                  endpoints:
                    - name: audit
                      disabled: false
                      url: https://hooks.example/registry
                      headers:
                        Authorization: [Bearer abc]
                      timeout: 1s
                      threshold: 10
                      backoff: 1s
                      ignoredmediatypes: [application/octet-stream]
                      ignore:
                        mediatypes: [application/octet-stream]
                        actions: [pull]
                    - name: other
                      compat: ""
                      url: http://hooks.example
                      maxAttempts: 3
            """;

        var result = ConfigurationFolder.Read(Text, "c.yaml");

        Assert.Empty(result.Errors);
        Assert.Equal([true, false], result.Options.Extensions.Events!.Notifications!.Endpoints.Select(static endpoint => endpoint.IsUpstream));
    }

    // Every key of the schema, set by the environment alone.
    [Fact]
    public void Every_key_can_be_set_by_the_environment()
    {
        var keys = KeysOf("Notifications", "").ToList();
        var variables = keys.Select(static key => ($"ZOT_EXTENSIONS__EVENTS__NOTIFICATIONS__{key.ToUpperInvariant()}", ValueOf(key))).ToArray();

        var events = ConfigurationFolder.Read(
            """{"storage": {"rootDirectory": "/r"}, "extensions": {"events": {"enable": true}}}""", "c.json", variables);

        // Only one of the three auth methods is allowed.
        Assert.DoesNotContain(events.Errors, static error => !error.Key.EndsWith(".auth", StringComparison.Ordinal));
        var endpoint = Assert.Single(events.Options.Extensions.Events!.Notifications!.Endpoints);
        Assert.True(keys.Count > 40, $"{keys.Count}");
        Assert.Equal(
            ("https://hooks.example", TimeSpan.FromSeconds(7), "distribution.v1", "shedPulls", "/file"),
            (endpoint.Url, endpoint.Timeout, endpoint.Format, endpoint.OnFull, endpoint.Tls!.Ca));
        Assert.Equal(["a"], endpoint.Include.Repositories);
        Assert.Equal(["push"], endpoint.Ignore.Actions);
        Assert.Equal((7, 7L), (endpoint.MaxAttempts, endpoint.MaxPendingBytes));
        Assert.Equal("a", Assert.Single(endpoint.Headers["x-key"]));
        Assert.True(events.Options.Extensions.Events.Notifications.Events.IncludeReferences && endpoint.FollowRedirects && endpoint.Batch.MaxEvents == 7);
    }

    private static ConfigurationResult Read(string block) => ConfigurationFolder.Read(
        """{"storage": {"rootDirectory": "/r"}, "extensions": {"events": {"enable": true, "notifications": <block>}}}""".Replace("<block>", block, StringComparison.Ordinal));

    private static string Named(string keys) =>
        "\"name\": \"a\"" + (keys.Contains("\"url\"", StringComparison.Ordinal) ? ", " : ", \"url\": \"https://hooks.example\", ") + keys;

    private static IEnumerable<string> KeysOf(string definition, string prefix)
    {
        // A lower-case alias is next to its key.
        var properties = SchemaTests.Definitions[definition]!["properties"]!.AsObject();
        return properties
            .GroupBy(static property => property.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static keys => keys.First())
            .SelectMany(property => KeysOf(property.Value!.AsObject(), $"{prefix}{property.Key}"));
    }

    private static IEnumerable<string> KeysOf(JsonObject property, string path)
    {
        const string Reference = "#/definitions/";
        return (string?)property["$ref"] is { } reference ? KeysOf(reference[Reference.Length..], path + "__")
            : property["items"] is JsonObject items ? KeysOf(items, path + "__0")
            : property["additionalProperties"] is JsonObject ? [path + "__X-Key"]
            : [path];
    }

    private static string ValueOf(string key) => key.Split("__")[^1] is var last && last == "0"
        ? ValueOfList(key[..^3])
        : last switch
        {
            "compat" => "",
            "format" => "distribution.v1",
            "url" => "https://hooks.example",
            "proxy" => "http://proxy.example",
            "secret" or "previousSecret" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "timeout" or "backoff" or "maxAge" or "maxBackoff" or "maxWait" or "retention" => "7s",
            "threshold" or "maxAttempts" or "maxPendingEvents" or "maxPendingBytes" or "concurrency" or "maxEvents" => "7",
            "successOn" => "2xx",
            "onFull" => "shedPulls",
            "ordering" => "repository",
            "minVersion" => "1.3",
            "ca" or "cert" or "key" => "/file",
            "disabled" or "draftFields" or "extended" or "followRedirects" or "jitter" or "includereferences" => "true",
            _ => "a",
        };

    private static string ValueOfList(string key) => key.Split("__")[^1] switch
    {
        "retryOn" => "5xx",
        "actions" => "push",
        "methods" => "PUT",
        _ => "a",
    };
}
