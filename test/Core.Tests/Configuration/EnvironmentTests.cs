using Xunit;

namespace Zot.Core.Tests.Configuration;

public sealed class EnvironmentTests
{
    private const string Text = """{"storage": {"rootDirectory": "/r"}, "http": {"port": "8080", "compat": ["a", "b"]}}""";

    [Fact]
    public void Variable_OfAnyCase_OverridesItsKey()
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
    public void Variable_WithANumber_IsAnItemOfAList()
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
    public void Variable_WithElevenItems_KeepsTheirOrder()
    {
        var items = Enumerable.Range(0, 11).Select(static index => ($"ZOT_EXTENSIONS__LINT__MANDATORYANNOTATIONS__{index}", $"a{index}")).Reverse().ToArray();

        var result = ConfigurationFolder.Read(Text, "c.json", items);

        Assert.Equal(Enumerable.Range(0, 11).Select(static index => $"a{index}"), result.Options.Extensions.Lint!.MandatoryAnnotations);
    }

    [Fact]
    public void Variable_InAMap_NamesItsEntry() => Assert.Equal(
        "/a", ConfigurationFolder.Read(Text, "c.json", ("ZOT_STORAGE__SUBPATHS__/a__ROOTDIRECTORY", "/a")).Options.Storage.SubPaths["/a"].RootDirectory);

    [Theory]
    [InlineData("ZOT_HTTP__PORT", "99999", "http.port (ZOT_HTTP__PORT) is '99999', but must be a port from 0 to 65535")]
    [InlineData("ZOT_STORAGE__GCDELAY", "-5m", "storage.gcDelay (ZOT_STORAGE__GCDELAY) is '-5m0s', but must not be negative")]
    [InlineData("ZOT_HTPP__PORT", "1", "HTPP (ZOT_HTPP__PORT) is no known key; did you mean http?")]
    [InlineData("ZOT_HTTP__COMPAT__7", "x", "ZOT_HTTP__COMPAT__7 is an environment variable that leaves a gap in a list")]
    [InlineData("ZOT_HTTP__PORT__X", "x", "ZOT_HTTP__PORT__X is an environment variable that leaves a gap in a list, or goes into a value")]
    [InlineData("ZOT_HTTP____PORT", "x", "ZOT_HTTP____PORT is an environment variable that names no key")]
    public void Variable_AtFault_IsNamed(string name, string value, string expected) => Assert.Contains(
        ConfigurationFolder.Read(Text, "c.json", (name, value)).Errors, error => error.ToString().StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Variables_ThatKubernetesSetsForAService_AreNoKeys() => Assert.Empty(ConfigurationFolder.Read(Text, "c.json",
        ("ZOT_PORT", "tcp://10.0.0.1:5000"), ("ZOT_SERVICE_HOST", "10.0.0.1"), ("ZOT_PORT_5000_TCP_PROTO", "tcp"), ("ZOT_HTTP_SERVICE_PORT", "1")).Errors);

    [Fact]
    public void Placeholder_IsFilledInFromTheEnvironmentAndFromFiles()
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
    [InlineData("${a b}", "http.realm holds ${ that starts neither")]
    [InlineData("x${", "http.realm holds ${ that starts neither")]
    public void Placeholder_ThatCannotBeFilledIn_IsAnErrorWithKeyAndName(string value, string expected) => Assert.StartsWith(
        expected,
        Assert.Single(ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r"}, "http": {"realm": "<value>"} }""".Replace("<value>", value)).Errors).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Placeholder_InAWrongValue_NeverShowsWhatWasFilledIn()
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
    public void Placeholder_ThatBreaksARule_NeverShowsWhatWasFilledIn(string section)
    {
        var result = ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r"}, <section>}""".Replace("<section>", section), "c.json", ("SECRET", "hunter2"));

        Assert.DoesNotContain("hunter2", string.Concat(result.Errors) + string.Concat(result.Warnings), StringComparison.Ordinal);
        Assert.True(result.Errors.Count + result.Warnings.Count > 0);
    }
}
