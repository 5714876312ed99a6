using Zot.BlackBox.CommandLine;

namespace Zot.BlackBox.Authorization;

/// <summary>
/// <c>zot verify</c> for authentication and access control: reports each error once, with key, value and rule.
/// </summary>
public sealed class ConfigurationTests : CommandTest
{
    private const string Fault = "Error: ";
    private const string Users = """ "auth": { "htpasswd": { "path": "/etc/zot/htpasswd" } } """;
    private const string Tls = """ "tls": { "cert": "/c.crt", "key": "/c.key", "cacert": "/ca.crt" } """;
    private const string NeedsIdentities =
        "access control config requires one of htpasswd, ldap, openid or mTLS authentication or using only 'anonymousPolicy' policies";

    private const string OnlyForUri = "is only supported for URI/URL MTLS identity attribute";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("""{ "repositories": { "a[": { "defaultPolicy": ["read"] } } }""", "repositories[a[]", "is not a valid glob: it must close its '['")]
    [BothBuilds("""{ "repositories": { "a[]": { "defaultPolicy": ["read"] } } }""", "repositories[a[]]", "is not a valid glob: it must not have an empty '[]'")]
    [BothBuilds("""{ "repositories": { "{a": { "defaultPolicy": ["read"] } } }""", "repositories[{a]", "is not a valid glob: it must close its '{'")]
    [BothBuilds("""{ "repositories": { "a}": { "defaultPolicy": ["read"] } } }""", "repositories[a}]", "is not a valid glob: it must have an opening '{' for each '}'")]
    [BothBuilds("""{ "repositories": { "a\\": { "defaultPolicy": ["read"] } } }""", "repositories[a\\]", "is not a valid glob: it must not end with a backslash")]
    [BothBuilds("""{ "repositories": { "**": { "policies": [{ "users": ["a"], "actions": ["read"], "conditions": [{ "expression": "req.user.name ==" }] }] } } }""", "repositories[**].policies[0].conditions[0].expression", "is 'req.user.name ==', but must be a CEL expression over req")]
    [BothBuilds("""{ "repositories": { "**": { "policies": [{ "users": ["a"], "actions": ["read"], "conditions": [{ "expression": "true" }, { "expression": "user == 'a'" }] }] } } }""", "repositories[**].policies[0].conditions[1].expression", "is 'user == 'a'', but must be a CEL expression over req")]
    [BothBuilds("""{ "repositories": { "**": { "policies": [{ "users": ["a"], "actions": ["read"], "conditions": [{ "message": "m" }] }] } } }""", "repositories[**].policies[0].conditions[0].expression", "is not set, but must be an expression")]
    [BothBuilds("""{ "adminPolicy": { "users": ["a"], "actions": ["read"], "conditions": [{ "expression": "req.nothing(" }] } }""", "adminPolicy.conditions[0].expression", "is 'req.nothing(', but must be a CEL expression over req")]
    [BothBuilds("""{ "repositories": { "**": { "policy": [] } } }""", "repositories[**].policy", "")]
    [BothBuilds("""{ "adminPolicy": { "actions": "read", "users": [{}] } }""", "adminPolicy.users[0]", "")]
    public Task Invalid_access_control_is_reported(string build, string accessControl, string key, string problem) =>
        RefusedAsync(build, $$"""{{Users}}, "accessControl": {{accessControl}}""", $"http.accessControl.{key}", problem);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("{}")]
    [BothBuilds("""{ "repositories": {} }""")]
    [BothBuilds("""{ "repositories": { "**": {} } }""")]
    [BothBuilds("""{ "repositories": { "**": { "defaultPolicy": ["read"] } } }""")]
    [BothBuilds("""{ "repositories": { "**": { "anonymousPolicy": ["read"], "defaultPolicy": ["read"] } } }""")]
    [BothBuilds("""{ "repositories": { "**": { "anonymousPolicy": ["read"] }, "a": { "policies": [{ "users": ["a"], "actions": ["read"] }] } } }""")]
    [BothBuilds("""{ "repositories": { "**": { "anonymousPolicy": ["read"] } }, "adminPolicy": { "users": ["a"], "actions": ["read"] } }""")]
    [BothBuilds("""{ "metrics": { "users": ["a"] } }""")]
    [BothBuilds("""{ "metrics": { "users": ["a"], "anonymousPolicy": ["read"] } }""")]
    [BothBuilds("""{ "metrics": { "anonymousPolicy": ["create"] } }""")]
    public Task Rights_of_users_require_authentication(string build, string accessControl) =>
        RefusedAsync(build, $"\"accessControl\": {accessControl}", "http.accessControl", "needs a way to authenticate", NeedsIdentities);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(Users, """{}""")]
    [BothBuilds(Tls, """{ "adminPolicy": { "users": ["CN=ada,O=Example"], "actions": ["read"] } }""")]
    [BothBuilds(""" "auth": { "bearer": { "realm": "r", "service": "s", "cert": "/c" } } """, """{ "repositories": { "**": { "defaultPolicy": ["read"] } } }""")]
    [BothBuilds(""" "realm": "zot" """, """{ "repositories": { "**": { "anonymousPolicy": ["read"] } } }""")]
    [BothBuilds(""" "realm": "zot" """, """{ "metrics": { "anonymousPolicy": ["read"] } }""")]
    [BothBuilds(Users, """{ "repositories": { "x[-y]z": {}, "x[y-]": {}, "[z-a]": {}, "[^a]{b,c{d,}}?": {}, "a\\[": {}, "": {} } }""")]
    [BothBuilds(Users, """{ "repositories": { "**": { "defaultPolicy": ["READ", "no such action"] } } }""")]
    [BothBuilds(Users, """{ "repositories": { "**": { "policies": [{ "users": ["a"], "actions": ["read"], "conditions": [{ "expression": "req.time.getHours() < 18 && req.client.ip.startsWith('10.')", "message": "m" }] }] } } }""")]
    public Task Access_control_that_zot_accepts_is_accepted(string build, string other, string accessControl) =>
        AcceptedAsync(build, $"{other}, \"accessControl\": {accessControl}");

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("""{ "identityAttributes": ["CN", "Serial", "SAN"] }""", "identityAttributes", "is 'Serial, SAN', but must be among CommonName, Subject, Email, URI and DNSName", "unsupported identity attribute: Serial,SAN")]
    [BothBuilds("""{ "identityAttributes": ["URI"], "uriSanPattern": "spiffe://(" }""", "uriSanPattern", "is 'spiffe://(', but must be a regular expression", "invalid URI SAN pattern: spiffe://(")]
    [BothBuilds("""{ "identityAttributes": ["url"], "uriSanPattern": "(?=x)" }""", "uriSanPattern", "must be a regular expression", "invalid URI SAN pattern: (?=x)")]
    [BothBuilds("""{ "identityAttributes": ["CN"], "uriSanPattern": "x" }""", "uriSanPattern", "is 'x', but needs URI among the identityAttributes", $"uriSanPattern {OnlyForUri}")]
    [BothBuilds("""{ "identityAttributes": ["CN"], "uriSanPattern": "(" }""", "uriSanPattern", "is '(', but needs URI among the identityAttributes", $"uriSanPattern {OnlyForUri}")]
    [BothBuilds("""{ "uriSanIndex": 1 }""", "uriSanIndex", "is '1', but needs URI among the identityAttributes", $"uriSanIndex {OnlyForUri}")]
    [BothBuilds("""{ "identityAttributes": ["DNS"], "dnsSanIndex": 2 }""", "dnsSanIndex", "is '2', but needs URI among the identityAttributes", $"dnsSanIndex {OnlyForUri}")]
    [BothBuilds("""{ "identityAttributes": ["Email"], "emailSanIndex": 3 }""", "emailSanIndex", "is '3', but needs URI among the identityAttributes", $"emailSanIndex {OnlyForUri}")]
    [BothBuilds("""{ "identityAttributes": ["URI"], "uriSanIndex": -1 }""", "uriSanIndex", "is '-1', but must not be negative")]
    [BothBuilds("""{ "identityAttributes": ["URI", "DNS"], "dnsSanIndex": -1 }""", "dnsSanIndex", "is '-1', but must not be negative")]
    [BothBuilds("""{ "identityAttributes": ["URI", "Email"], "emailSanIndex": -1 }""", "emailSanIndex", "is '-1', but must not be negative")]
    [BothBuilds("""{ "uriSanIndex": "first" }""", "uriSanIndex", "first")]
    [BothBuilds("""{ "identityAttribute": ["CN"] }""", "identityAttribute", "")]
    public Task Invalid_mtls_is_reported(string build, string mtls, string key, string problem, string reference = "") =>
        RefusedAsync(build, $$"""{{Tls}}, "auth": { "mtls": {{mtls}} }""", $"http.auth.mtls.{key}", problem, reference);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(""" "realm": "zot" """)]
    [BothBuilds(""" "tls": { "cert": "/c.crt", "key": "/c.key" } """)]
    [BothBuilds(""" "tls": { "cert": "/c.crt", "cacert": "/ca.crt" } """)]
    public Task Mtls_requires_TLS_with_an_authority(string build, string other) =>
        RefusedAsync(
            build, $$"""{{other}}, "auth": { "mtls": {} }""", "http.auth.mtls", "needs cert, key and cacert in http.tls",
            "mTLS configuration requires TLS to be enabled with CA certificate");

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("{}")]
    [BothBuilds("""{ "identityAttributes": [] }""")]
    [BothBuilds("""{ "identityAttributes": ["commonname", "CN", "Subject", "dn", "EMAIL", "rfc822name", "URI", "url", "dnsname", "DNS"] }""")]
    [BothBuilds("""{ "identityAttributes": ["URI"], "uriSanPattern": "^spiffe://[^/]+/(?P<name>.*)$", "uriSanIndex": 1 }""")]
    [BothBuilds("""{ "identityAttributes": ["URI", "DNS", "Email"], "dnsSanIndex": 1, "emailSanIndex": 2 }""")]
    public Task Mtls_that_zot_accepts_is_accepted(string build, string mtls) =>
        AcceptedAsync(build, $$"""{{Tls}}, "auth": { "mtls": {{mtls}} }""");

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task All_errors_are_reported_at_once(string build)
    {
        var run = await VerifyAsync(build, $$"""
            {{Tls}}, "auth": { "failDelay": -1, "mtls": { "identityAttributes": ["x"], "dnsSanIndex": 1 } },
            "accessControl": { "repositories": { "a[": {}, "b": { "policies": [{ "users": ["u"], "conditions": [{ "expression": "(" }] }] } } }
            """);

        await EndedAsync(run, 1);
        Assert.Equal(5, FaultsOf(run).Length);
    }

    private async Task RefusedAsync(string build, string http, string key, string problem, string reference = "")
    {
        var run = await VerifyAsync(build, http);

        await EndedAsync(run, 1);
        var fault = Assert.Single(FaultsOf(run));
        Assert.StartsWith($"{Fault}{key} ", fault, StringComparison.Ordinal);
        Assert.Contains(problem, fault, StringComparison.Ordinal);
        Assert.Contains(reference, fault, StringComparison.Ordinal);
    }

    private async Task AcceptedAsync(string build, string http) => await EndedAsync(await VerifyAsync(build, http), 0);

    private Task<CommandRun> VerifyAsync(string build, string http) =>
        RunAsync(build, "verify", Folder.Write("config.json", $$"""{ "storage": { "rootDirectory": "/tmp/zot" }, "http": { {{http}} } }"""));

    private static string[] FaultsOf(CommandRun run) =>
        [.. run.Errors.Split('\n').Where(line => line.StartsWith(Fault, StringComparison.Ordinal))];
}
