using Xunit;

namespace Zot.Core.Tests.Configuration;

/// <summary>Every rule, with its error: the key, and the wording that scripts recognize.</summary>
public sealed class ConfigurationRuleTests
{
    private const string Tls = "\"tls\": {\"cert\": \"c\", \"key\": \"k\", \"cacert\": \"a\"}";
    private const string S3 = "\"storageDriver\": {\"name\": \"s3\", \"rootdirectory\": \"/zot\"}";
    private const string Tables = "\"cachetablename\": \"c\"";

    public static TheoryData<string, string, string> Storage { get; } = new()
    {
        { "", "storage.rootDirectory", "image store not found corresponding to given route" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {}}", "storage.subPaths[/a].rootDirectory", "image store not found" },
        { "\"rootDirectory\": \"/r\", \"redirectBlobURL\": true", "storage.redirectBlobURL", "redirectBlobURL is supported only for s3/gcs/azure storage" },
        { "\"rootDirectory\": \"/r\", \"gcDelay\": \"-1s\"", "storage.gcDelay", "invalid garbage-collect delay specified -1s" },
        { "\"rootDirectory\": \"/r\", \"gcInterval\": \"-1s\"", "storage.gcInterval", "invalid garbage-collect interval specified -1s" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/a\", \"gc\": true, \"gcDelay\": \"0s\"}}", "storage.subPaths[/a].gcDelay", "invalid GC delay configuration - cannot be negative or zero: 0s" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/a\", \"gc\": true, \"gcDelay\": \"-1s\"}}", "storage.subPaths[/a].gcDelay", "invalid GC delay configuration - cannot be negative or zero: -1s" },
        { "\"rootDirectory\": \"/r\", \"gcTimeWindow\": \"22:00\"", "storage.gcTimeWindow", "invalid gcTimeWindow \"22:00\"" },
        { "\"rootDirectory\": \"/r\", \"gcTimeWindow\": \"22:00-22:00\"", "storage.gcTimeWindow", "invalid gcTimeWindow" },
        { "\"rootDirectory\": \"/r\", \"gcTimeWindow\": \"25:00-26:00\"", "storage.gcTimeWindow", "invalid gcTimeWindow" },
        { "\"rootDirectory\": \"/r\", \"retention\": {\"policies\": [{\"repositories\": [\"a[\"]}]}", "storage.retention.policies[0].repositories[0]", "retention repo glob pattern could not be compiled: a[" },
        { "\"rootDirectory\": \"/r\", \"retention\": {\"policies\": [{\"keepTags\": [{\"patterns\": [\"ok\", \"(\"]}]}]}", "storage.retention.policies[0].keepTags[0].patterns[1]", "retention tag regex could not be compiled: (" },
        { "\"rootDirectory\": \"/r\", \"maxRepos\": -1", "storage.maxRepos", "must not be negative" },
        { "\"rootDirectory\": \"/r\", \"quotas\": [{\"maxBytes\": 1}]", "storage.quotas[0].pattern", "exactly one of pattern and user must be set" },
        { "\"rootDirectory\": \"/r\", \"quotas\": [{\"pattern\": \"a\", \"user\": \"b\", \"maxBytes\": 1}]", "storage.quotas[0].pattern", "exactly one of pattern and user must be set" },
        { "\"rootDirectory\": \"/r\", \"quotas\": [{\"pattern\": \"a[\", \"maxBytes\": 1}]", "storage.quotas[0].pattern", "must be a glob" },
        { "\"rootDirectory\": \"/r\", \"quotas\": [{\"pattern\": \"a\"}]", "storage.quotas[0].maxBytes", "must be a positive number of bytes" },
        { "\"rootDirectory\": \"/r\", \"quotas\": [{\"user\": \"a\", \"maxBytes\": \"10GiB\"}]", "storage.quotas[0].maxBytes", "must be a number of bytes" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/a\", \"quotas\": []}}", "storage.subPaths[/a].quotas", "is not a known key" },
        { "\"rootDirectory\": \"/r\", \"immutableTags\": [{}]", "storage.immutableTags[0].repositories", "must name repositories" },
        { "\"rootDirectory\": \"/r\", \"immutableTags\": [{\"repositories\": [\"a{\"]}]", "storage.immutableTags[0].repositories[0]", "must be a glob" },
        { "\"rootDirectory\": \"/r\", \"immutableTags\": [{\"repositories\": [\"a\"], \"patterns\": [\"(\"]}]", "storage.immutableTags[0].patterns[0]", "must be a regular expression" },
        { "\"rootDirectory\": \"/r\", \"storageDriver\": {\"name\": \"ftp\"}", "storage.storageDriver.name", "unsupported storage driver" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/R\"}}", "storage.subPaths[/a].rootDirectory", "default storage and substore (route: /a) cannot use the same root directory" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/r/x\"}}", "storage.subPaths[/a].rootDirectory", "substore (route: /a) root directory cannot be inside default storage root directory" },
        { "\"rootDirectory\": \"/r/x\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/r\"}}", "storage.subPaths[/a].rootDirectory", "default storage root directory cannot be inside substore (route: /a) root directory" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/s\"}, \"/b\": {\"rootDirectory\": \"/s/\"}}", "storage.subPaths[/b].rootDirectory", "substore (route: /a) and substore (route: /b) cannot use the same root directory" },
        { $"\"rootDirectory\": \"/r\", {S3}", "storage.cacheDriver", "dedupe set to true with remote storage and database, but no remote database configured" },
        { $"\"rootDirectory\": \"/r\", \"remoteCache\": true, \"cacheDriver\": {{\"name\": \"dynamodb\", {Tables}}}", "storage.cacheDriver.name", "cannot have local storage driver with remote database!" },
        { "\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/a\", \"remoteCache\": true, \"cacheDriver\": {\"name\": \"redis\"}}}", "storage.subPaths[/a].cacheDriver.name", "cannot have local storage driver with remote database!" },
        { $"\"rootDirectory\": \"/r\", {S3}, \"cacheDriver\": {{\"name\": \"mongo\"}}", "storage.cacheDriver.name", "unsupported database driver" },
        { $"\"rootDirectory\": \"/r\", {S3}, \"cacheDriver\": {{\"name\": \"dynamodb\"}}", "storage.cacheDriver.cachetablename", "cachetablename key is mandatory for dynamodb cache driver" },
        { $"\"rootDirectory\": \"/r\", \"maxRepos\": 3, {S3}, \"cacheDriver\": {{\"name\": \"dynamodb\", {Tables}}}", "storage.cacheDriver.repometatablename", "dynamo parameters are not specified correctly, can't proceed" },
    };

    public static TheoryData<string, string, string> Http { get; } = new()
    {
        { "\"port\": \"65536\"", "http.port", "invalid port 65536" },
        { "\"port\": \"-1\"", "http.port", "invalid port -1" },
        { "\"port\": \"http\"", "http.port", "invalid port http" },
        { "\"auth\": {\"failDelay\": -1}", "http.auth.failDelay", "must not be negative" },
        { "\"auth\": {\"ldap\": {\"port\": 1, \"userAttribute\": \"u\", \"baseDN\": \"b\"}}", "http.auth.ldap.address", "invalid LDAP configuration, missing mandatory key: address" },
        { "\"auth\": {\"ldap\": {\"port\": 1, \"address\": \"a\", \"baseDN\": \"b\"}}", "http.auth.ldap.userAttribute", "missing mandatory key: userAttribute" },
        { "\"auth\": {\"ldap\": {\"port\": 1, \"address\": \"a\", \"userAttribute\": \"u\"}}", "http.auth.ldap.baseDN", "missing mandatory key: basedn" },
        { "\"auth\": {\"bearer\": {\"cert\": \"c\", \"awsSecretsManager\": {\"region\": \"r\", \"secretName\": \"s\"}}}", "http.auth.bearer.cert", "cannot configure both cert and awsSecretsManager for bearer authentication" },
        { "\"auth\": {\"bearer\": {\"awsSecretsManager\": {\"secretName\": \"s\"}}}", "http.auth.bearer.awsSecretsManager.region", "awsSecretsManager region must be specified" },
        { "\"auth\": {\"bearer\": {\"awsSecretsManager\": {\"region\": \"r\"}}}", "http.auth.bearer.awsSecretsManager.secretName", "awsSecretsManager secretName must be specified" },
        { "\"auth\": {\"bearer\": {\"awsSecretsManager\": {\"region\": \"r\", \"secretName\": \"s\", \"refreshInterval\": \"-1s\"}}}", "http.auth.bearer.awsSecretsManager.refreshInterval", "refreshInterval must be non-negative" },
        { "\"auth\": {\"bearer\": {\"upstreamTokenEndpoint\": {\"realm\": \"https://x\"}}}", "http.auth.bearer.upstreamTokenEndpoint.service", "together with realm" },
        { "\"auth\": {\"bearer\": {\"upstreamTokenEndpoint\": {\"service\": \"x\"}}}", "http.auth.bearer.upstreamTokenEndpoint.realm", "together with service" },
        { "\"auth\": {\"bearer\": {\"upstreamTokenEndpoint\": {\"realm\": \"/x\", \"service\": \"x\"}}}", "http.auth.bearer.upstreamTokenEndpoint.realm", "must be an absolute URL" },
        { "\"auth\": {\"bearer\": {\"upstreamTokenEndpoint\": {\"realm\": \"http://x\", \"service\": \"x\"}}}", "http.auth.bearer.upstreamTokenEndpoint.realm", "must be https" },
        { "\"auth\": {\"bearer\": {\"oidc\": [{\"certificateAuthority\": \"x\", \"certificateAuthorityFile\": \"y\"}]}}", "http.auth.bearer.oidc[0].certificateAuthorityFile", "together with certificateAuthority" },
        { "\"auth\": {\"bearer\": {\"oidc\": [{\"audiences\": [\"\"]}]}}", "http.auth.bearer.oidc[0].audiences[0]", "must not be empty" },
        { "\"auth\": {\"bearer\": {\"oidc\": [{\"claimMapping\": {\"variables\": [{\"expression\": \"x\"}]}}]}}", "http.auth.bearer.oidc[0].claimMapping.variables[0].name", "must be a name" },
        { "\"auth\": {\"bearer\": {\"oidc\": [{\"claimMapping\": {\"validations\": [{\"expression\": \"x\"}]}}]}}", "http.auth.bearer.oidc[0].claimMapping.validations[0].message", "must describe" },
        { "\"auth\": {\"openid\": {\"providers\": {\"myspace\": {}}}}", "http.auth.openid.providers[myspace]", "unsupported openid/oauth2 provider" },
        { "\"auth\": {\"openid\": {\"providers\": {\"oidc\": {\"issuer\": \"i\", \"scopes\": [\"s\"]}}}}", "http.auth.openid.providers[oidc].clientid", "OpenID provider config requires clientid, issuer and scopes parameters" },
        { "\"auth\": {\"openid\": {\"providers\": {\"oidc\": {\"clientid\": \"c\", \"scopes\": [\"s\"]}}}}", "http.auth.openid.providers[oidc].issuer", "OpenID provider config requires" },
        { "\"auth\": {\"openid\": {\"providers\": {\"github\": {\"clientid\": \"c\"}}}}", "http.auth.openid.providers[github].scopes", "OAuth2 provider config requires clientid and scopes parameters" },
        { "\"auth\": {\"sessionDriver\": {\"x\": 1}}", "http.auth.sessionDriver.name", "must provide session driver name!" },
        { "\"auth\": {\"sessionDriver\": {\"name\": \"sql\"}}", "http.auth.sessionDriver.name", "session store driver sql is not allowed!" },
        { "\"auth\": {\"sessionDriver\": {\"name\": \"redis\"}, \"sessionKeysFile\": \"/x.json\"}", "http.auth.sessionKeysFile", "session keys not supported when redis session driver is used!" },
        { "\"auth\": {\"mtls\": {}}", "http.auth.mtls", "mTLS configuration requires TLS to be enabled with CA certificate" },
        { Tls + ", \"auth\": {\"mtls\": {\"identityAttributes\": [\"CN\", \"a\", \"b\"]}}", "http.auth.mtls.identityAttributes", "unsupported identity attribute: a,b" },
        { Tls + ", \"auth\": {\"mtls\": {\"identityAttributes\": [\"url\"], \"uriSanPattern\": \"(\"}}", "http.auth.mtls.uriSanPattern", "invalid URI SAN pattern: (" },
        { Tls + ", \"auth\": {\"mtls\": {\"uriSanPattern\": \"x\"}}", "http.auth.mtls.uriSanPattern", "is only supported for URI/URL MTLS identity attribute" },
        { Tls + ", \"auth\": {\"mtls\": {\"identityAttributes\": [\"URI\"], \"uriSanIndex\": -1}}", "http.auth.mtls.uriSanIndex", "must not be negative" },
        { Tls + ", \"auth\": {\"mtls\": {\"dnsSanIndex\": 1}}", "http.auth.mtls.dnsSanIndex", "is only supported for URI/URL MTLS identity attribute" },
        { "\"ratelimit\": {\"rate\": -1}", "http.ratelimit.rate", "must not be negative" },
        { "\"ratelimit\": {\"methods\": [{\"method\": \"GET\", \"rate\": -1}]}", "http.ratelimit.methods[0].rate", "must not be negative" },
        { "\"accessControl\": {}", "http.accessControl", "access control config requires one of htpasswd, ldap, openid or mTLS authentication or using only 'anonymousPolicy' policies" },
        { "\"accessControl\": {\"repositories\": {\"**\": {\"anonymousPolicy\": [\"read\"], \"defaultPolicy\": [\"read\"]}}}", "http.accessControl", "access control config requires one of htpasswd" },
        { "\"accessControl\": {\"repositories\": {\"**\": {\"anonymousPolicy\": [\"read\"]}}, \"adminPolicy\": {\"users\": [\"a\"]}}", "http.accessControl", "access control config requires one of htpasswd" },
        { "\"accessControl\": {\"metrics\": {\"users\": [\"a\"]}}", "http.accessControl", "access control config requires one of htpasswd" },
        { "\"auth\": {\"apikey\": true}, \"accessControl\": {\"adminPolicy\": {\"conditions\": [{\"message\": \"m\"}]}}", "http.accessControl.adminPolicy.conditions[0].expression", "must be an expression" },
    };

    public static TheoryData<string, string, string> Other { get; } = new()
    {
        { "\"log\": {\"level\": \"loud\"}", "log.level", "must be one of trace" },
        { "\"cluster\": {\"hashKey\": \"0123456789abcdef\"}", "cluster.members", "cannot have 0 members in a scale out cluster" },
        { "\"cluster\": {\"members\": [\"a:1\"], \"hashKey\": \"short\"}", "cluster.hashKey", "hashKey for scale out cluster must have 16 characters" },
        { "\"extensions\": {\"ui\": {}}", "extensions.ui", "failed to enable ui, search extension must be enabled" },
        { "\"extensions\": {\"ui\": {}, \"search\": {\"enable\": false}}", "extensions.ui", "failed to enable ui" },
        { "\"extensions\": {\"metrics\": {\"prometheus\": {\"path\": \"metrics\"}}}", "extensions.metrics.prometheus.path", "metrics path must start with /" },
        { "\"extensions\": {\"metrics\": {\"prometheus\": {\"path\": \"/a/../b\"}}}", "extensions.metrics.prometheus.path", "invalid metrics path" },
        { "\"extensions\": {\"metrics\": {\"prometheus\": {\"path\": \"/a/\"}}}", "extensions.metrics.prometheus.path", "invalid metrics path" },
        { "\"extensions\": {\"metrics\": {\"prometheus\": {\"path\": \"/\"}}}", "extensions.metrics.prometheus.path", "provided metrics path is disallowed" },
        { "\"extensions\": {\"metrics\": {\"prometheus\": {\"path\": \"/v2\"}}}", "extensions.metrics.prometheus.path", "provided metrics path is disallowed" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"kafka\", \"address\": \"x\"}]}}", "extensions.events.sinks[0].type", "event sink is not supported" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"http\", \"address\": \"example.com/hook\"}]}}", "extensions.events.sinks[0].address", "must be an http or https URL" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"http\", \"address\": \"ftp://x\"}]}}", "extensions.events.sinks[0].address", "must be an http or https URL" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"http\", \"address\": \"http://x\", \"proxy\": \"x:1\"}]}}", "extensions.events.sinks[0].proxy", "must be an http or https URL" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"nats\", \"address\": \"u:p4ssw0rd@x:4222\", \"channel\": \"a\"}]}}", "extensions.events.sinks[0].address", "is '******', but must begin with nats:// or tls:// if it contains credentials" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"name\": \"a\", \"type\": \"http\", \"address\": \"http://x\"}, {\"name\": \"a\", \"type\": \"http\", \"address\": \"http://y\"}]}}", "extensions.events.sinks[1].name", "must be unique" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"http\", \"address\": \"http://x\"}, {\"type\": \"http\", \"address\": \"http://x\"}]}}", "extensions.events.sinks[1].name", "must be unique" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"http\"}]}}", "extensions.events.sinks[0].address", "must be a URL" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"nats\", \"address\": \"nats://x\"}]}}", "extensions.events.sinks[0].channel", "must name a subject" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"nats\", \"address\": \"nats://x\", \"channel\": \"a.>\"}]}}", "extensions.events.sinks[0].channel", "must be a subject without wildcards" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"http\", \"address\": \"nats://x\", \"jetstream\": true}]}}", "extensions.events.sinks[0].jetstream", "needs a sink of type 'nats'" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"nats\", \"address\": \"nats://x\", \"channel\": \"a\", \"stream\": \"S\"}]}}", "extensions.events.sinks[0].stream", "needs jetstream" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"nats\", \"address\": \"nats://x\", \"channel\": \"a\", \"jetstream\": true, \"stream\": \"S.T\"}]}}", "extensions.events.sinks[0].stream", "must be a name without whitespace, dots, slashes or wildcards" },
        { "\"extensions\": {\"events\": {\"sinks\": [{\"type\": \"nats\", \"address\": \"nats://x\", \"channel\": \"a\", \"jetstream\": true, \"createStream\": true}]}}", "extensions.events.sinks[0].createStream", "needs the name of a stream" },
        { "\"extensions\": {\"events\": {\"notifications\": {\"endpoints\": [{\"url\": \"http://x\"}]}}}", "extensions.events.notifications.endpoints[0].name", "must be a name" },
        { "\"extensions\": {\"events\": {\"notifications\": {\"endpoints\": [{\"name\": \"a\", \"url\": \"http://x\"}, {\"name\": \"a\", \"url\": \"http://x\"}]}}}", "extensions.events.notifications.endpoints[1].name", "unique among the endpoints" },
        { "\"extensions\": {\"events\": {\"notifications\": {\"endpoints\": [{\"name\": \"a\", \"url\": \"ftp://x\"}]}}}", "extensions.events.notifications.endpoints[0].url", "must be an http or https URL" },
        { "\"extensions\": {\"events\": {\"notifications\": {\"endpoints\": [{\"name\": \"a\", \"url\": \"http://u:p@x\"}]}}}", "extensions.events.notifications.endpoints[0].url", "must not contain credentials" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"urls\": [\"x.org\"]}]}}", "extensions.sync.registries[0].urls[0]", "must be an http or https URL" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"maxRetries\": 3}]}}", "extensions.sync.registries[0].maxRetries", "maxRetries requires retryDelay" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"maxRetryDelay\": \"3s\"}]}}", "extensions.sync.registries[0].maxRetryDelay", "maxRetryDelay requires retryDelay" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"retryDelay\": \"5s\", \"maxRetryDelay\": \"3s\"}]}}", "extensions.sync.registries[0].maxRetryDelay", "greater than or equal to retryDelay" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"reqConcurrent\": 0}]}}", "extensions.sync.registries[0].reqConcurrent", "greater than 0" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"reqPerSec\": -1.5}]}}", "extensions.sync.registries[0].reqPerSec", "greater than 0" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"maxIdleConnsPerHost\": 0}]}}", "extensions.sync.registries[0].maxIdleConnsPerHost", "greater than 0" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"preserveDigest\": true}]}}", "extensions.sync.registries[0].preserveDigest", "without compat" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"manifestCheckInterval\": \"1m\"}]}}", "extensions.sync.registries[0].manifestCheckInterval", "requires onDemand" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"onDemand\": true, \"manifestCheckInterval\": \"-1m\"}]}}", "extensions.sync.registries[0].manifestCheckInterval", "cannot be negative" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"content\": [{\"prefix\": \"a[\"}]}]}}", "extensions.sync.registries[0].content[0].prefix", "must be a repository or a glob" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"content\": [{\"prefix\": \"a\", \"destination\": \"/\", \"stripPrefix\": true}]}]}}", "extensions.sync.registries[0].content[0].prefix", "stripPrefix true and destination '/'" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"content\": [{\"prefix\": \"a\", \"tags\": {\"regex\": \"(\"}}]}]}}", "extensions.sync.registries[0].content[0].tags.regex", "could not be compiled" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"content\": [{\"prefix\": \"a\", \"tags\": {\"excludeRegex\": \"(\"}}]}]}}", "extensions.sync.registries[0].content[0].tags.excludeRegex", "could not be compiled" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"credentialHelper\": \"oauth2\"}]}}", "extensions.sync.registries[0].oauth2CredentialHelper", "oauth2CredentialHelper is required" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"oauth2CredentialHelper\": {\"tokenURL\": \"https://x\"}}]}}", "extensions.sync.registries[0].oauth2CredentialHelper.assertionFile", "exactly one of assertionFile" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"oauth2CredentialHelper\": {\"tokenURL\": \"https://x\", \"assertionFile\": \"f\", \"audience\": \"a\"}}]}}", "extensions.sync.registries[0].oauth2CredentialHelper.audience", "for a token exchange only" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"oauth2CredentialHelper\": {\"tokenURL\": \"x\", \"assertionFile\": \"f\"}}]}}", "extensions.sync.registries[0].oauth2CredentialHelper.tokenURL", "must be an http or https URL" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"oauth2CredentialHelper\": {\"tokenURL\": \"https://x\", \"signingFile\": \"f\", \"secret\": \"x\"}}]}}", "extensions.sync.registries[0].oauth2CredentialHelper.secret", "is not a known key" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"reqPerSec\": \"NaN\"}]}}", "extensions.sync.registries[0].reqPerSec", "must be a number" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"reqPerSec\": \"Infinity\"}]}}", "extensions.sync.registries[0].reqPerSec", "must be a number" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"platforms\": [\"linux/arm/v7\", \"linux\"]}]}}", "extensions.sync.registries[0].platforms[1]", "linux/arm/v7" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"platforms\": [\"linux/amd64 \"]}]}}", "extensions.sync.registries[0].platforms[0]", "linux/arm/v7" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"bandwidth\": -1}]}}", "extensions.sync.registries[0].bandwidth", "must be a number of bytes" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"mergeTags\": true}]}}", "extensions.sync.registries[0].mergeTags", "needs onDemand" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"deleteMissing\": {\"graceTime\": \"-1s\"}}]}}", "extensions.sync.registries[0].deleteMissing.graceTime", "must not be negative" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"deleteMissing\": {\"graceTime\": 60}}]}}", "extensions.sync.registries[0].deleteMissing.graceTime", "must be a duration with its unit" },
        { "\"extensions\": {\"sync\": {\"registries\": [{\"content\": [{\"prefix\": \"a\", \"images\": [\"a@sha256:0\"]}]}]}}", "extensions.sync.registries[0].content[0].images[0]", "must be a repository and a digest" },
        { $"\"extensions\": {{\"sync\": {{\"registries\": [{{\"content\": [{{\"prefix\": \"a\", \"images\": [\"A@sha256:{new string('0', 64)}\"]}}]}}]}}}}", "extensions.sync.registries[0].content[0].images[0]", "must be a repository and a digest" },
    };

    [Theory]
    [MemberData(nameof(Storage))]
    public void Storage_violating_a_rule_is_reported_with_key_and_reference(string keys, string key, string message) =>
        AssertFault("""{"storage": { <keys> }}""".Replace("<keys>", keys), key, message);

    [Theory]
    [MemberData(nameof(Http))]
    public void Http_violating_a_rule_is_reported_with_key_and_reference(string keys, string key, string message) =>
        AssertFault("""{"storage": {"rootDirectory": "/r"}, "http": { <keys> }}""".Replace("<keys>", keys), key, message);

    [Theory]
    [MemberData(nameof(Other))]
    public void Section_violating_a_rule_is_reported_with_key_and_reference(string sections, string key, string message) =>
        AssertFault("""{"storage": {"rootDirectory": "/r"}, <sections>}""".Replace("<sections>", sections), key, message);

    [Theory]
    [InlineData("\"search\": {\"cve\": {}}", "extensions.search.cve", "failed to enable cve scanning due to incompatibility with remote storage, please disable cve")]
    [InlineData("\"sync\": {}", "extensions.sync.downloadDir", "using both sync and remote storage features needs config.Extensions.Sync.DownloadDir to be specified")]
    public void Extension_without_support_for_remote_storage_is_reported_with_key_and_reference(string extension, string key, string message)
    {
        AssertFault("""{"storage": {"rootDirectory": "/r", "dedupe": false, <S3>}, "extensions": { <extension> }}""".Replace("<S3>", S3).Replace("<extension>", extension), key, message);
        AssertFault("""{"storage": {"rootDirectory": "/r", "subPaths": {"/a": {"rootDirectory": "/a", <S3>}}}, "extensions": { <extension> }}""".Replace("<S3>", S3).Replace("<extension>", extension), key, message);
    }

    [Theory]
    [InlineData("\"accessControl\": {\"repositories\": {\"**\": {\"anonymousPolicy\": [\"read\"]}}}")]
    [InlineData("\"accessControl\": {\"metrics\": {\"anonymousPolicy\": [\"read\"]}}")]
    [InlineData("\"accessControl\": {\"adminPolicy\": {\"users\": [\"a\"]}}, \"auth\": {\"htpasswd\": {\"path\": \"p\"}}")]
    [InlineData("\"accessControl\": {\"adminPolicy\": {\"users\": [\"a\"]}}, \"auth\": {\"apikey\": true}")]
    [InlineData("\"accessControl\": {\"adminPolicy\": {\"users\": [\"a\"]}}, \"auth\": {\"bearer\": {\"realm\": \"r\", \"service\": \"s\", \"cert\": \"c\"}}")]
    [InlineData("\"accessControl\": {\"adminPolicy\": {\"users\": [\"a\"]}}, " + Tls)]
    [InlineData(Tls + ", \"auth\": {\"mtls\": {\"identityAttributes\": [\"uri\", \"DN\"], \"uriSanPattern\": \"a(.*)\", \"emailSanIndex\": 1}}")]
    public void Http_following_the_rules_is_accepted(string keys) =>
        Assert.Empty(ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r"}, "http": { <keys> }}""".Replace("<keys>", keys)).Errors);

    [Theory]
    [InlineData("\"rootDirectory\": \"/r\", \"gcDelay\": \"0s\"")]
    [InlineData("\"rootDirectory\": \"/r\", \"subPaths\": {\"/a\": {\"rootDirectory\": \"/rr\"}}")]
    [InlineData("\"rootDirectory\": \"/r\", \"dedupe\": false, \"subPaths\": {\"/a\": {\"rootDirectory\": \"/r\", " + S3 + "}}")]
    [InlineData("\"rootDirectory\": \"/r\", \"remoteCache\": true, \"cacheDriver\": {\"name\": \"redis\"}")]
    [InlineData("\"rootDirectory\": \"/r\", \"gcTimeWindow\": \"22:00-6:30\"")]
    public void Storage_following_the_rules_is_accepted(string keys) =>
        Assert.Empty(ConfigurationFolder.Read("""{"storage": { <keys> }}""".Replace("<keys>", keys)).Errors);

    private static void AssertFault(string text, string key, string message)
    {
        var errors = ConfigurationFolder.Read(text).Errors;

        Assert.Contains(errors, error => error.Key == key && error.ToString().Contains(message, StringComparison.Ordinal));
    }
}
