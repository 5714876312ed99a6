using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Configuration;

namespace Zot.Core.Tests.Configuration;

public sealed class ConfigurationLoadingTests
{
    private const string Json = """{"storage": {"rootDirectory": "/r", "gcDelay": "2h"}, "http": {"port": "5000"}}""";
    private const string Yaml = "storage:\n  rootDirectory: /r\n  gcDelay: 2h\nhttp:\n  port: 5000\n";

    [Theory]
    [InlineData("config.json", Json)]
    [InlineData("config.JSON", Json)]
    [InlineData("config.yaml", Yaml)]
    [InlineData("config.yml", Yaml)]
    [InlineData("zot.conf", Json)]
    [InlineData("zot.conf", Yaml)]
    [InlineData("config", Yaml)]
    [InlineData(".config", Json)]
    public void Load_ByName_TakesTheFormat(string name, string text)
    {
        var result = ConfigurationFolder.Read(text, name);

        Assert.Empty(result.Errors);
        Assert.Equal("/r", result.Options.Storage.RootDirectory);
        Assert.Equal(TimeSpan.FromHours(2), result.Options.Storage.GcDelay);
        Assert.Equal(5000, result.Options.Http.Port);
    }

    [Theory]
    [InlineData("config.toml", "a = 1", "only JSON and YAML are read, not toml")]
    [InlineData("config.hcl", "a = 1", "only JSON and YAML are read, not hcl")]
    [InlineData("config.json", "{", "the file is no JSON: line 1")]
    [InlineData("config.json", "{\"log\": {} // no\n}", "the file is no JSON")]
    [InlineData("config.json", "[]", "the file is a list, but must be an object")]
    [InlineData("config.yaml", "a: [", "the file is no YAML: line ")]
    [InlineData("config.yaml", "a: &x [*x]", "the file")]
    [InlineData("config.yaml", "text", "the file is a string, but must be an object")]
    [InlineData("config.json", "", "failed to load config due to the absence of any key:value pair")]
    [InlineData("config.json", "{}", "failed to load config due to the absence of any key:value pair")]
    [InlineData("config.yaml", "# nothing\n", "failed to load config due to the absence of any key:value pair")]
    public void Load_UnreadableFile_SaysWhy(string name, string text, string expected)
    {
        var result = ConfigurationFolder.Read(text, name);

        Assert.Contains(expected, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AbsentFile_SaysSo()
    {
        var result = ConfigurationFile.Load("/nowhere/config.json", new ConfigurationSource());

        Assert.StartsWith("/nowhere/config.json cannot be read", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_YamlWithMergeKeysAndAnchors_UnfoldsThem()
    {
        var result = ConfigurationFolder.Read(
            """
            storage:
              rootDirectory: /r
              subPaths:
                /a: &a {rootDirectory: /a, gc: true, gcDelay: 3h}
                /b: {<<: *a, rootDirectory: /b}
            """,
            "config.yaml");

        Assert.Empty(result.Errors);
        Assert.Equal(TimeSpan.FromHours(3), result.Options.Storage.SubPaths["/b"].GcDelay);
        Assert.Equal("/b", result.Options.Storage.SubPaths["/b"].RootDirectory);
    }

    [Fact]
    public void Load_AliasesThatUnfoldWithoutEnd_AreRefused()
    {
        var bomb = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 30).Select(static level =>
            $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}, *a{level - 1}]\n"));

        Assert.Contains("unfold without end", Assert.Single(ConfigurationFolder.Read(bomb, "c.yaml").Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_KeysInAnyCase_AreTheSame()
    {
        var result = ConfigurationFolder.Read(
            """{"STORAGE": {"rootdirectory": "/r", "SubPaths": {"/Team": {"ROOTDIRECTORY": "/t"}}}, "Http": {"auth": {"HTPASSWD": {"Path": "/P"}}}}""");

        Assert.Empty(result.Errors);
        Assert.Equal("/t", result.Options.Storage.SubPaths["/team"].RootDirectory);
        Assert.Equal("/P", result.Options.Http.Auth.Htpasswd?.Path);
    }

    [Fact]
    public void Load_NamesOfTheUser_AreLowerCasedButThoseOfGroupsAndValues()
    {
        var result = ConfigurationFolder.Read(
            """
            {"storage": {"rootDirectory": "/r"},
             "http": {"auth": {"htpasswd": {"path": "/h"}}, "accessControl": {
               "groups": {"Admins": {"users": ["Ada"]}},
               "repositories": {"Prod/**": {"policies": [{"groups": ["Admins"], "actions": ["read"]}]}}}}}
            """);

        Assert.Empty(result.Errors);
        var access = result.Options.Http.AccessControl!;
        Assert.Equal(["Ada"], access.Groups["Admins"].Users);
        Assert.Equal(["Admins"], access.Repositories["prod/**"].Policies[0].Groups);
    }

    [Theory]
    [InlineData("""{"groups": ["admins"], "actions": ["read"]}""", "policies[0].groups", "the group is called 'Admins'")]
    [InlineData("""{"groups": ["ADMINS"], "actions": ["read"]}""", "policies[0].groups", "the group is called 'Admins'")]
    [InlineData("""{"users": ["ada"], "actions": ["Read"]}""", "policies[0].actions", "names 'Read', which gives nothing")]
    [InlineData("""{"users": ["ada"], "actions": ["push"]}""", "policies[0].actions", "names 'push', which gives nothing")]
    [InlineData("""{"groups": ["Admins"], "actions": ["read", "create", "update", "delete", "detectManifestCollision", "audit"]}""", "", "")]
    [InlineData("""{"groups": ["of a directory"], "actions": ["read"]}""", "", "")]
    public void Load_warns_of_groups_in_another_case_and_of_unknown_actions(string policy, string key, string message)
    {
        var result = ConfigurationFolder.Read(
            """
            {"storage": {"rootDirectory": "/r"},
             "http": {"auth": {"htpasswd": {"path": "/h"}}, "accessControl": {
               "groups": {"Admins": {"users": ["Ada"]}},
               "repositories": {"**": {"policies": [POLICY]}}}}}
            """.Replace("POLICY", policy, StringComparison.Ordinal));

        Assert.Empty(result.Errors);
        if (key.Length == 0)
        {
            Assert.Empty(result.Warnings);
            return;
        }

        var warning = Assert.Single(result.Warnings).ToString();
        Assert.Contains(key, warning, StringComparison.Ordinal);
        Assert.Contains(message, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeaklyTypedValues_AreConverted()
    {
        var result = ConfigurationFolder.Read(
            """
            {"storage": {"rootDirectory": 42, "dedupe": "false", "gc": 1, "maxRepos": "7", "gcInterval": 3600000000000},
             "http": {"port": 5001, "realm": true, "compat": "docker2s2", "auth": {"failDelay": 5.0}},
             "extensions": {"scrub": null, "search": {"enable": "true"}}}
            """);

        Assert.Empty(result.Errors);
        Assert.Equal("42", result.Options.Storage.RootDirectory);
        Assert.False(result.Options.Storage.Dedupe);
        Assert.True(result.Options.Storage.Gc);
        Assert.Equal(7, result.Options.Storage.MaxRepos);
        Assert.Equal(TimeSpan.FromHours(1), result.Options.Storage.GcInterval);
        Assert.Equal(5001, result.Options.Http.Port);
        Assert.Equal("1", result.Options.Http.Realm);
        Assert.True(result.Options.Http.AcceptsDockerManifests);
        Assert.Equal(5, result.Options.Http.Auth.FailDelay);
        Assert.Null(result.Options.Extensions.Scrub);
        Assert.True(result.Options.Extensions.Search!.Enable);
        Assert.Contains(result.Warnings, static warning => warning is { Key: "storage.gcInterval" });
    }

    [Theory]
    [InlineData("""{"foo": 1}""", "foo is no known key ('' has invalid keys: foo)")]
    [InlineData("""{"storage": {"Bar": 1}}""", "storage.Bar is no known key ('storage' has invalid keys: bar)")]
    [InlineData("""{"storage": {"gcDellay": "1h"}}""", "storage.gcDellay is no known key; did you mean gcDelay? ('storage' has invalid keys: gcdellay)")]
    [InlineData("""{"storage": {"subPaths": {"/a": {"fastRestart": true}}}}""", "storage.subPaths[/a].fastRestart is no known key")]
    [InlineData("""{"http": {"accessControl": {"repositories": {"**": {"policies": [{"who": "x"}]}}}}}""", "http.accessControl.repositories[**].policies[0].who is no known key")]
    [InlineData("""{"extensions": {"events": {"sinks": [{"tlsconfig": {"x": 1}}]}}}""", "extensions.events.sinks[0].tlsconfig.x is no known key")]
    public void Load_UnknownKey_IsAnErrorAtEveryDepth(string text, string expected) => Assert.Contains(
        ConfigurationFolder.Read(text).Errors, error => error.ToString().StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"storage": {"gc": "maybe"}}""", "storage.gc is 'maybe', but must be true or false")]
    [InlineData("""{"storage": {"maxRepos": "many"}}""", "storage.maxRepos is 'many', but must be a whole number")]
    [InlineData("""{"storage": {"gcDelay": "1d"}}""", "storage.gcDelay is '1d', but must be a duration such as 90s or 1h30m")]
    [InlineData("""{"storage": {"gcDelay": {"a": 1}}}""", "storage.gcDelay is an object, but must be a duration such as 90s or 1h30m")]
    [InlineData("""{"storage": []}""", "storage is a list, but must be an object")]
    [InlineData("""{"http": {"compat": [["x"]]}}""", "http.compat[0] is a list, but must be a string")]
    [InlineData("""{"http": {"accessControl": {"groups": "x"}}}""", "http.accessControl.groups is a string, but must be an object")]
    public void Load_WrongKindOfValue_IsAnErrorWithKeyValueAndRule(string text, string expected) => Assert.Contains(
        ConfigurationFolder.Read(text).Errors, error => error.ToString() == expected);

    [Fact]
    public void Load_ManyFaults_ReportsAllAtOnce()
    {
        var result = ConfigurationFolder.Read(
            """{"foo": 1, "storage": {"gcDelay": "-5m", "gcInterval": "-1s", "bar": 2}, "http": {"port": "99999"}, "log": {"level": "loud"}}""");

        Assert.Equal(
            ["foo", "http.port", "log.level", "storage.bar", "storage.gcDelay", "storage.gcInterval", "storage.rootDirectory"],
            result.Errors.Select(static error => error.Key).Order(StringComparer.Ordinal));
        Assert.Contains(
            "storage.gcDelay is '-5m0s', but must not be negative (invalid server config: invalid garbage-collect delay specified -5m0s)",
            result.Errors.Select(static error => error.ToString()));
    }

    [Fact]
    public void Load_KeyGivenTwice_IsWarnedOfAndTheLastCounts()
    {
        var result = ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/a", "rootdirectory": "/b"}}""");

        Assert.Equal("/b", result.Options.Storage.RootDirectory);
        Assert.Contains(result.Warnings, static warning => warning.Message.Contains("twice", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("c.json")]
    [InlineData("c.yaml")]
    [InlineData("c.conf")]
    public void Load_AnyText_NeverThrows(string name)
    {
        using var folder = new ConfigurationFolder();
        Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.ArbFor<string>(),
            text => folder.Load(name, text ?? "") is not null && folder.Load(name, $"a: {text}\nb: [{text}]") is not null));
    }

    [Theory]
    [InlineData("c.json", "[")]
    [InlineData("c.yaml", "[")]
    [InlineData("c.yaml", "{a: ")]
    public void Load_NestingWithoutEnd_IsAnError(string name, string opening)
    {
        var result = ConfigurationFolder.Read(string.Concat(Enumerable.Repeat(opening, 100_000)), name);

        Assert.Contains("the file is no", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadDefault_IsLoopbackWithDataOfTheUser()
    {
        var source = new ConfigurationSource { Environment = new Dictionary<string, string> { ["XDG_DATA_HOME"] = "/data", ["ZOT_LOG__LEVEL"] = "warn" } };

        var result = ConfigurationFile.LoadDefault(source);

        Assert.Empty(result.Errors);
        Assert.Equal(("127.0.0.1", 5000), (result.Options.Http.Address, result.Options.Http.Port));
        Assert.Equal("/data/zot", result.Options.Storage.RootDirectory);
        Assert.True(result.Options.Storage is { Gc: true, Dedupe: true });
        Assert.Equal("warn", result.Options.Log.Level);
    }
}
