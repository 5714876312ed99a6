using Xunit;

namespace Zot.Core.Tests.Configuration;

public sealed class EnvironmentTests
{
    private const string Text = """{"storage": {"rootDirectory": "/r"}, "http": {"port": "8080", "compat": ["a", "b"]}}""";

    [Fact]
    public void Variable_in_any_case_overrides_its_key()
    {
        var result = ConfigurationFolder.Read(Text, "c.json",
            ("ZOT_HTTP__PORT", "5001"), ("zot_storage__GCDELAY", "90s"), ("ZOT_LOG__LEVEL", "warn"), ("ZOT_STORAGE__DEDUPE", "false"));

        Assert.Empty(result.Errors);
        Assert.Equal(5001, result.Options.Http.Port);
        Assert.Equal(TimeSpan.FromSeconds(90), result.Options.Storage.GcDelay);
        Assert.Equal("warn", result.Options.Log.Level);
        Assert.False(result.Options.Storage.Dedupe);
    }

    [Fact]
    public void Variable_with_a_number_is_a_list_item()
    {
        var result = ConfigurationFolder.Read(Text, "c.json",
            ("ZOT_HTTP__COMPAT__1", "docker2s2"), ("ZOT_HTTP__COMPAT__2", "c"),
            ("ZOT_EXTENSIONS__LINT__MANDATORYANNOTATIONS__0", "x"), ("ZOT_EXTENSIONS__LINT__MANDATORYANNOTATIONS__1", "y"),
            ("ZOT_EXTENSIONS__SYNC__REGISTRIES__0__URLS__0", "https://x"));

        Assert.Empty(result.Errors);
        Assert.Equal(["a", "docker2s2", "c"], result.Options.Http.Compat);
        Assert.Equal(["x", "y"], result.Options.Extensions.Lint!.MandatoryAnnotations);
        Assert.Equal(["https://x"], result.Options.Extensions.Sync!.Registries[0].Urls);
    }

    [Fact]
    public void Variables_of_eleven_items_keep_their_order()
    {
        var items = Enumerable.Range(0, 11).Select(static index => ($"ZOT_EXTENSIONS__LINT__MANDATORYANNOTATIONS__{index}", $"a{index}")).Reverse().ToArray();

        var result = ConfigurationFolder.Read(Text, "c.json", items);

        Assert.Equal(Enumerable.Range(0, 11).Select(static index => $"a{index}"), result.Options.Extensions.Lint!.MandatoryAnnotations);
    }

    [Fact]
    public void Variable_within_a_map_names_its_entry() => Assert.Equal(
        "/a", ConfigurationFolder.Read(Text, "c.json", ("ZOT_STORAGE__SUBPATHS__/a__ROOTDIRECTORY", "/a")).Options.Storage.SubPaths["/a"].RootDirectory);

    [Theory]
    [InlineData("ZOT_HTTP__PORT", "99999", "http.port (ZOT_HTTP__PORT) is '99999', but must be a port from 0 to 65535")]
    [InlineData("ZOT_STORAGE__GCDELAY", "-5m", "storage.gcDelay (ZOT_STORAGE__GCDELAY) is '-5m0s', but must not be negative")]
    [InlineData("ZOT_HTPP__PORT", "1", "HTPP (ZOT_HTPP__PORT) is not a known key; did you mean http?")]
    [InlineData("ZOT_HTTP__COMPAT__7", "x", "ZOT_HTTP__COMPAT__7 is an environment variable that leaves a gap in a list")]
    [InlineData("ZOT_HTTP__PORT__X", "x", "ZOT_HTTP__PORT__X is an environment variable that leaves a gap in a list, or descends into a value")]
    [InlineData("ZOT_HTTP____PORT", "x", "ZOT_HTTP____PORT is an environment variable with an empty key between two __")]
    public void Invalid_variable_is_named_in_the_error(string name, string value, string expected) => Assert.Contains(
        ConfigurationFolder.Read(Text, "c.json", (name, value)).Errors, error => error.ToString().StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Variables_set_by_Kubernetes_for_a_service_are_ignored() => Assert.Empty(ConfigurationFolder.Read(Text, "c.json",
        ("ZOT_PORT", "tcp://10.0.0.1:5000"), ("ZOT_SERVICE_HOST", "10.0.0.1"), ("ZOT_PORT_5000_TCP_PROTO", "tcp"), ("ZOT_HTTP_SERVICE_PORT", "1")).Errors);

    [Fact]
    public void Placeholder_is_replaced_from_the_environment_and_from_files()
    {
        using var folder = new ConfigurationFolder { Environment = { ["HOME_DIR"] = "/home", ["NAME"] = "zot" } };
        folder.Write("realm.txt", "the realm\n");

        var result = folder.Load("""{"storage": {"rootDirectory": "${HOME_DIR}/data/${NAME}"}, "http": {"realm": "${file:realm.txt}", "allowOrigin": "$${NAME}"}}""");

        Assert.Empty(result.Errors);
        Assert.Equal("/home/data/zot", result.Options.Storage.RootDirectory);
        Assert.Equal("the realm", result.Options.Http.Realm);
        Assert.Equal("${NAME}", result.Options.Http.AllowOrigin);
        Assert.Contains(result.Files, static file => file.EndsWith("realm.txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("${NOWHERE}", "http.realm refers to the environment variable NOWHERE, which is not set")]
    [InlineData("${file:/no/where}", "http.realm refers to the file /no/where, which cannot be read")]
    [InlineData("${a b}", "http.realm contains ${ that begins neither")]
    [InlineData("x${", "http.realm contains ${ that begins neither")]
    public void Unresolvable_placeholder_is_an_error_with_key_and_name(string value, string expected) => Assert.StartsWith(
        expected,
        Assert.Single(ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r"}, "http": {"realm": "<value>"} }""".Replace("<value>", value)).Errors).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Placeholder_in_an_invalid_value_is_masked()
    {
        var result = ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r", "gcDelay": "${SECRET}"}}""", "c.json", ("SECRET", "hunter2"));

        Assert.Equal("storage.gcDelay is '******', but must be a duration such as 90s or 1h30m", Assert.Single(result.Errors).ToString());
    }

    [Theory]
    [InlineData("\"log\": {\"level\": \"${SECRET}\"}")]
    [InlineData("\"distSpecVersion\": \"${SECRET}\"")]
    [InlineData("\"http\": {\"compat\": [\"${SECRET}\"]}")]
    [InlineData("\"http\": {\"port\": \"x${SECRET}\"}")]
    [InlineData("\"http\": {\"auth\": {\"sessionDriver\": {\"name\": \"${SECRET}\"}}}")]
    public void Placeholder_that_violates_a_rule_is_masked(string section)
    {
        var result = ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r"}, <section>}""".Replace("<section>", section), "c.json", ("SECRET", "hunter2"));

        Assert.DoesNotContain("hunter2", string.Concat(result.Errors) + string.Concat(result.Warnings), StringComparison.Ordinal);
        Assert.True(result.Errors.Count + result.Warnings.Count > 0);
    }
}
