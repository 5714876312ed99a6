using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Configuration.Loading;

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
    public void Load_selects_the_format_by_file_name(string name, string text)
    {
        var result = ConfigurationFolder.Read(text, name);

        Assert.Empty(result.Errors);
        Assert.Equal("/r", result.Options.Storage.RootDirectory);
        Assert.Equal(TimeSpan.FromHours(2), result.Options.Storage.GcDelay);
        Assert.Equal(5000, result.Options.Http.Port);
    }

    [Theory]
    [InlineData("config.toml", "a = 1", "only JSON and YAML are supported, not toml")]
    [InlineData("config.hcl", "a = 1", "only JSON and YAML are supported, not hcl")]
    [InlineData("config.json", "{", "the file is not valid JSON: line 1")]
    [InlineData("config.json", "{\"log\": {} // no\n}", "the file is not valid JSON")]
    [InlineData("config.json", "[]", "the file is a list, but must be an object")]
    [InlineData("config.yaml", "a: [", "the file is not valid YAML: line ")]
    [InlineData("config.yaml", "a: &x [*x]", "the file")]
    [InlineData("config.yaml", "text", "the file is a string, but must be an object")]
    [InlineData("config.json", "", "failed to load config due to the absence of any key:value pair")]
    [InlineData("config.json", "{}", "failed to load config due to the absence of any key:value pair")]
    [InlineData("config.yaml", "# nothing\n", "failed to load config due to the absence of any key:value pair")]
    public void Unreadable_file_is_an_error_with_the_reason(string name, string text, string expected)
    {
        var result = ConfigurationFolder.Read(text, name);

        Assert.Contains(expected, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_is_an_error()
    {
        var result = ConfigurationFile.Load("/nowhere/config.json", new ConfigurationSource());

        Assert.StartsWith("/nowhere/config.json cannot be read", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Yaml_merge_keys_and_anchors_are_expanded()
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
    public void Aliases_that_expand_without_limit_are_rejected()
    {
        var bomb = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 30).Select(static level =>
            $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}, *a{level - 1}]\n"));

        Assert.Contains("expand without limit", Assert.Single(ConfigurationFolder.Read(bomb, "c.yaml").Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_case_insensitive()
    {
        var result = ConfigurationFolder.Read(
            """{"STORAGE": {"rootdirectory": "/r", "SubPaths": {"/Team": {"ROOTDIRECTORY": "/t"}}}, "Http": {"auth": {"HTPASSWD": {"Path": "/P"}}}}""");

        Assert.Empty(result.Errors);
        Assert.Equal("/t", result.Options.Storage.SubPaths["/team"].RootDirectory);
        Assert.Equal("/P", result.Options.Http.Auth.Htpasswd?.Path);
    }

    [Fact]
    public void User_defined_names_are_lowercased_except_groups_and_values()
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
    [InlineData("""{"groups": ["admins"], "actions": ["read"]}""", "policies[0].groups", "the group is 'Admins'")]
    [InlineData("""{"groups": ["ADMINS"], "actions": ["read"]}""", "policies[0].groups", "the group is 'Admins'")]
    [InlineData("""{"users": ["ada"], "actions": ["Read"]}""", "policies[0].actions", "names 'Read', which is not a known action")]
    [InlineData("""{"users": ["ada"], "actions": ["push"]}""", "policies[0].actions", "names 'push', which is not a known action")]
    [InlineData("""{"groups": ["Admins"], "actions": ["read", "create", "update", "delete", "detectManifestCollision", "audit"]}""", "", "")]
    [InlineData("""{"groups": ["of a directory"], "actions": ["read"]}""", "", "")]
    public void Group_in_another_case_or_unknown_action_is_a_warning(string policy, string key, string message)
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
    public void Weakly_typed_values_are_converted()
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
    [InlineData("""{"foo": 1}""", "foo is not a known key ('' has invalid keys: foo)")]
    [InlineData("""{"storage": {"Bar": 1}}""", "storage.Bar is not a known key ('storage' has invalid keys: bar)")]
    [InlineData("""{"storage": {"gcDellay": "1h"}}""", "storage.gcDellay is not a known key; did you mean gcDelay? ('storage' has invalid keys: gcdellay)")]
    [InlineData("""{"storage": {"subPaths": {"/a": {"fastRestart": true}}}}""", "storage.subPaths[/a].fastRestart is not a known key")]
    [InlineData("""{"http": {"accessControl": {"repositories": {"**": {"policies": [{"who": "x"}]}}}}}""", "http.accessControl.repositories[**].policies[0].who is not a known key")]
    [InlineData("""{"extensions": {"events": {"sinks": [{"tlsconfig": {"x": 1}}]}}}""", "extensions.events.sinks[0].tlsconfig.x is not a known key")]
    public void Unknown_key_is_an_error_at_every_depth(string text, string expected) => Assert.Contains(
        ConfigurationFolder.Read(text).Errors, error => error.ToString().StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"storage": {"gc": "maybe"}}""", "storage.gc is 'maybe', but must be true or false")]
    [InlineData("""{"storage": {"maxRepos": "many"}}""", "storage.maxRepos is 'many', but must be a whole number")]
    [InlineData("""{"storage": {"gcDelay": "1d"}}""", "storage.gcDelay is '1d', but must be a duration such as 90s or 1h30m")]
    [InlineData("""{"storage": {"gcDelay": {"a": 1}}}""", "storage.gcDelay is an object, but must be a duration such as 90s or 1h30m")]
    [InlineData("""{"storage": []}""", "storage is a list, but must be an object")]
    [InlineData("""{"http": {"compat": [["x"]]}}""", "http.compat[0] is a list, but must be a string")]
    [InlineData("""{"http": {"accessControl": {"groups": "x"}}}""", "http.accessControl.groups is a string, but must be an object")]
    public void Value_of_the_wrong_kind_is_an_error_with_key_value_and_rule(string text, string expected) => Assert.Contains(
        ConfigurationFolder.Read(text).Errors, error => error.ToString() == expected);

    [Fact]
    public void Load_reports_all_errors_at_once()
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
    public void Duplicate_key_is_a_warning_and_the_last_one_wins()
    {
        var result = ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/a", "rootdirectory": "/b"}}""");

        Assert.Equal("/b", result.Options.Storage.RootDirectory);
        Assert.Contains(result.Warnings, static warning => warning.Message.Contains("twice", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("c.json")]
    [InlineData("c.yaml")]
    [InlineData("c.conf")]
    public void Load_of_any_text_never_throws(string name)
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
    public void Unlimited_nesting_is_an_error(string name, string opening)
    {
        var result = ConfigurationFolder.Read(string.Concat(Enumerable.Repeat(opening, 100_000)), name);

        Assert.Contains("the file is not", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Default_configuration_listens_on_loopback_with_data_of_the_user()
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
