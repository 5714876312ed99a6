using Xunit;
using Zot.Configuration;
using Zot.Configuration.Features;
using Zot.Configuration.Loading;

namespace Zot.Core.Tests.Configuration;

public sealed class ConfigurationWarningTests
{
    [Theory]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"gc\": false, \"gcDelay\": \"1h\"}", "storage.gcDelay", "will be ignored")]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"gc\": false, \"gcInterval\": \"1h\"}", "storage.gcInterval", "will be ignored")]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"gc\": false, \"gcTimeWindow\": \"1:00-2:00\"}", "storage.gcTimeWindow", "will be ignored")]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"cacheDriver\": {\"name\": \"redis\"}}", "storage.cacheDriver", "remoteCache is false")]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"remoteCache\": true, \"cacheDriver\": {\"name\": \"redis\", \"pool_size\": \"big\"}}", "storage.cacheDriver.pool_size", "failed to cast parameter to intended type")]
    [InlineData("\"http\": {\"tls\": {\"cert\": \"c\"}}", "http.tls.key", "TLS is disabled")]
    [InlineData("\"http\": {\"compat\": [\"oci9\"]}", "http.compat", "oci9")]
    [InlineData("\"http\": {\"readTimeout\": 60}", "http.readTimeout", "nanoseconds")]
    [InlineData("\"http\": {\"auth\": {\"bearer\": {\"realm\": \"r\"}}}", "http.auth.bearer", "is incomplete")]
    [InlineData("\"http\": {\"auth\": {\"bearer\": {\"upstreamTokenEndpoint\": {\"realm\": \"http://x\", \"service\": \"s\", \"allowInsecureHttp\": true}}}}", "http.auth.bearer.upstreamTokenEndpoint.allowInsecureHttp", "in clear text")]
    [InlineData("\"http\": {\"auth\": {\"openid\": {\"providers\": {\"github\": {\"clientid\": \"c\", \"scopes\": [\"s\"]}}}}}", "http.auth.openid.providers[github]", "deprecated")]
    [InlineData("\"http\": {\"auth\": {\"ldap\": {\"address\": \"a\", \"baseDN\": \"b\", \"userAttribute\": \"u\"}}}", "http.auth.ldap.port", "port 0")]
    [InlineData("\"extensions\": {\"mgmt\": {\"enable\": true}}", "extensions.mgmt", "obsolete")]
    [InlineData("\"extensions\": {\"apikey\": {\"enable\": true}}", "extensions.apikey", "obsolete")]
    [InlineData("\"extensions\": {\"events\": {\"enable\": true}}", "extensions.events", "has no effect")]
    [InlineData("\"extensions\": {\"lint\": {\"mandatoryAnnotations\": [\"a\"]}}", "extensions.lint", "enable is not set")]
    [InlineData("\"extensions\": {\"lint\": {\"enable\": true, \"mandatoryAnnotations\": [\"\"]}}", "extensions.lint.mandatoryAnnotations", "will be rejected")]
    [InlineData("\"extensions\": {\"sync\": {\"registries\": [{\"credentialHelper\": \"magic\"}]}}", "extensions.sync.registries[0].credentialHelper", "ignored")]
    [InlineData("\"extensions\": {\"sync\": {\"registries\": [{}]}}", "extensions.sync.registries[0].urls", "is empty")]
    [InlineData("\"extensions\": {\"sync\": {\"registries\": [{\"urls\": [\"https://a\", \"https://docker.io/library\"]}]}}", "extensions.sync.registries[0].urls[1]", "path, which is ignored")]
    [InlineData("\"extensions\": {\"sync\": {\"registries\": [{\"urls\": [\"https://user:word@a\"]}]}}", "extensions.sync.registries[0].urls[0]", "credentials, which are ignored")]
    [InlineData("\"extensions\": {\"sync\": {\"registries\": [{\"urls\": [\"https://a\"], \"deleteMissing\": {\"enable\": true}}]}}", "extensions.sync.registries[0].deleteMissing", "has no effect")]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"retention\": {\"policies\": [{\"repositories\": [\"a/**\"], \"keepTags\": [{\"patterns\": [\"w\"]}]}]}}, \"extensions\": {\"sync\": {\"registries\": [{\"urls\": [\"https://a\"], \"content\": [{\"prefix\": \"/a/**\", \"tags\": {\"regex\": \"v\"}}]}]}}", "extensions.sync.registries[0].content[0].tags.regex", "retention removes tags that are copied again")]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"retention\": {\"policies\": [{\"repositories\": [\"dst\"], \"keepTags\": [{\"patterns\": [\"w\"]}]}]}}, \"extensions\": {\"sync\": {\"registries\": [{\"urls\": [\"https://a\"], \"content\": [{\"prefix\": \"b\", \"destination\": \"/dst\", \"tags\": {\"regex\": \"v\"}}]}]}}", "extensions.sync.registries[0].content[0].tags.regex", "retention removes tags that are copied again")]
    [InlineData("\"extensions\": {\"search\": {\"cve\": {\"trivy\": {\"sbom\": {\"format\": \"csv\"}}}}}", "extensions.search.cve.trivy.sbom.format", "spdx-json is used")]
    public void Questionable_setting_is_a_warning_and_not_an_error(string section, string key, string message)
    {
        var storage = section.StartsWith("\"storage\"", StringComparison.Ordinal) ? "" : "\"storage\": {\"rootDirectory\": \"/r\"}, ";

        var result = ConfigurationFolder.Read("""{ <storage> <section> }""".Replace("<storage>", storage).Replace("<section>", section));

        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, warning => warning.Key == key && warning.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a", "{\"patterns\": [\"x\", \"v\"]}")]
    [InlineData("a", "{\"mostRecentlyPushedCount\": 3}")]
    [InlineData("b", "{\"patterns\": [\"w\"]}")]
    public void Retention_that_keeps_copied_tags_is_no_warning(string repository, string keepTags)
    {
        var text = """
            {"storage": {"rootDirectory": "/r", "retention": {"policies": [{"repositories": ["<repository>"], "keepTags": [<keepTags>]}]}},
             "extensions": {"sync": {"registries": [{"urls": ["https://x"], "content": [{"prefix": "a", "destination": "/", "tags": {"regex": "v"}}]}]}}}
            """.Replace("<repository>", repository).Replace("<keepTags>", keepTags);

        Assert.DoesNotContain(ConfigurationFolder.Read(text).Warnings, static warning => warning.Key.Contains("regex", StringComparison.Ordinal));
    }

    [Fact]
    public void Credentials_in_a_URL_are_not_shown() => Assert.DoesNotContain(
        ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r"}, "extensions": {"sync": {"registries": [{"urls": ["https://user:p4ssw0rd@a/x", "ftp://user:p4ssw0rd@a"]}]}}}""")
            is var result ? result.Warnings.Select(static warning => warning.ToString()).Concat(result.Errors.Select(static error => error.ToString())) : [],
        static text => text.Contains("p4ssw0rd", StringComparison.Ordinal));

    [Theory]
    [InlineData("\"http\": {\"auth\": {\"htpasswd\": {\"path\": \"p\"}}, \"accessControl\": {\"adminPolicy\": {\"users\": [\"a\"]}}}", "htpasswd,accessControl", "")]
    [InlineData("\"http\": {\"auth\": {\"ldap\": {\"address\": \"a\", \"port\": 389, \"baseDN\": \"b\", \"userAttribute\": \"u\"}}}", "ldap", "")]
    [InlineData("\"http\": {\"auth\": {\"bearer\": {\"realm\": \"r\"}}}", "bearer", "")]
    [InlineData("\"http\": {\"auth\": {\"openid\": {}}}", "openid", "")]
    [InlineData("\"http\": {\"auth\": {\"apikey\": true}}", "apikey", "")]
    [InlineData("\"http\": {\"tls\": {\"cert\": \"c\", \"key\": \"k\", \"cacert\": \"a\"}}", "tls,mtls", "")]
    [InlineData("\"storage\": {\"rootDirectory\": \"/r\", \"dedupe\": false, \"storageDriver\": {\"name\": \"s3\"}}", "", "s3")]
    [InlineData("\"cluster\": {\"members\": [\"a:1\", \"b:1\"], \"hashKey\": \"0123456789abcdef\"}", "", "cluster")]
    public void Configuration_of_a_missing_feature_is_valid_but_not_servable(string section, string guards, string foundations)
    {
        var storage = section.StartsWith("\"storage\"", StringComparison.Ordinal) ? "" : "\"storage\": {\"rootDirectory\": \"/r\"}, ";
        using var folder = new ConfigurationFolder { Features = new HashSet<string>() };

        var result = folder.Load("""{ <storage> <section> }""".Replace("<storage>", storage).Replace("<section>", section));

        Assert.True(result.IsValid);
        Assert.False(result.IsServable);
        Assert.Equal(guards, string.Join(',', result.MissingGuards));
        Assert.Equal(foundations, string.Join(',', result.MissingFoundations));
        Assert.All(result.MissingGuards.Concat(result.MissingFoundations), feature => Assert.Contains(
            result.Warnings, warning => warning.Key == feature.Key && warning.Message.EndsWith("is not in this version", StringComparison.Ordinal)));
    }

    [Fact]
    public void Configuration_of_a_missing_extension_is_servable_with_a_warning()
    {
        using var folder = new ConfigurationFolder { Features = new HashSet<string> { "gc" } };

        var result = folder.Load("""{"storage": {"rootDirectory": "/r"}, "extensions": {"scrub": {}, "lint": {}}}""");

        Assert.True(result.IsServable);
        Assert.Equal("extensions.scrub is configured, but scrub is not in this version", Assert.Single(result.Warnings).ToString());
    }

    [Fact]
    public void Warning_for_an_excluded_extension_explains_how_to_include_it()
    {
        using var folder = new ConfigurationFolder { Features = new HashSet<string> { "gc" } };
        var source = folder.Source with { LeftOut = new HashSet<string> { "lint" } };
        var file = folder.Write("config.json", """{"storage": {"rootDirectory": "/r"}, "extensions": {"lint": {"enable": true}}}""");

        var warning = Assert.Single(ConfigurationFile.Load(file, source).Warnings);

        Assert.Equal("extensions.lint", warning.Key);
        Assert.Equal(
            "is configured, but this binary doesn't include this feature: skipping it, the lint extension is disabled; "
                + "'make binary EXTENSIONS=lint' builds one with it",
            warning.Message);
    }

    [Fact]
    public void Configuration_violating_a_rule_of_the_build_is_rejected()
    {
        using var folder = new ConfigurationFolder();
        var source = folder.Source with { Rules = [static _ => [new ConfigurationError("http.accessControl", "is odd")]] };
        var file = folder.Write("config.json", """{"storage": {"rootDirectory": "/r"}}""");

        Assert.Equal("http.accessControl is odd", Assert.Single(ConfigurationFile.Load(file, source).Errors).ToString());
    }

    [Fact]
    public void Features_have_unique_names() =>
        Assert.Equal(Feature.All.Count, Feature.All.Select(static feature => feature.Name).Distinct().Count());

    [Theory]
    [InlineData("local", 0)]
    [InlineData("redis", 1)]
    public void Sessions_in_Redis_without_the_feature_are_a_warning(string driver, int warnings)
    {
        using var folder = new ConfigurationFolder { Features = new HashSet<string> { "sessions" } };

        var result = folder.Load(
            """{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"sessionDriver": {"name": "<driver>", "url": "redis://h:6379"}}}}""".Replace("<driver>", driver));

        Assert.True(result.IsServable);
        Assert.Equal(warnings, result.Warnings.Count(static warning =>
            warning.ToString() == "http.auth.sessionDriver is configured, but redisSessions is not in this version"));
    }
}
