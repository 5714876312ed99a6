using System.Net;
using System.Text.Json;
using Xunit;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Registry;

namespace Zot.Core.Tests.Http;

/// <summary>Conditions and the admin policy apply wherever content, or names of content, leave the registry.</summary>
public sealed class ConditionTests
{
    private static readonly (string Name, string Value) Alice = OneUser.Header("alice", "secret");

    private static readonly byte[] Blob = [1, 2, 3];

    /// <summary>Policies under which alice may push to <c>app</c> but not read <c>secret</c>.</summary>
    public static TheoryData<string> Denials => ["condition is false", "condition fails", "condition of a group", "admin without read", "admin under a condition"];

    [Theory]
    [MemberData(nameof(Denials))]
    public async Task Content_that_the_caller_may_not_read_is_neither_mounted_nor_listed(string denial)
    {
        await using var server = await StartAsync(denial);
        var blob = server.Registry.AddBlob("secret", Blob);

        using var named = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?mount={blob.Digest}&from=secret", null, Alice);
        using var unnamed = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?mount={blob.Digest}", null, Alice);
        using var pulled = await server.SendAsync("GET", $"/v2/secret/blobs/{blob.Digest}", null, Alice);
        using var catalog = await server.SendAsync("GET", "/v2/_catalog", null, Alice);
        using var page = await server.SendAsync("GET", "/v2/_catalog?n=10", null, Alice);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (named.StatusCode, unnamed.StatusCode));
        Assert.Equal(HttpStatusCode.Forbidden, pulled.StatusCode);
        Assert.DoesNotContain("secret", await catalog.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await page.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("req.repository == 'secret'")]
    [InlineData("req.action == 'read' && req.user.username == 'alice'")]
    public async Task Content_that_a_condition_allows_is_mounted_and_listed(string expression)
    {
        await using var server = await StartAsync(Under(expression));
        var blob = server.Registry.AddBlob("secret", Blob);

        using var catalog = await server.SendAsync("GET", "/v2/_catalog", null, Alice);
        using var mounted = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?mount={blob.Digest}&from=secret", null, Alice);

        Assert.Contains("secret", await catalog.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, mounted.StatusCode);
    }

    [Fact]
    public async Task Mount_passes_the_digest_to_conditions()
    {
        var open = DigestAlgorithm.Sha256.Compute(Blob);
        await using var server = await StartAsync(Under($"req.digest == '{open}'"));
        server.Registry.AddBlob("secret", Blob);
        var other = server.Registry.AddBlob("secret", [4]);

        using var allowed = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?mount={open}&from=secret", null, Alice);
        using var denied = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?mount={other.Digest}&from=secret", null, Alice);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Accepted), (allowed.StatusCode, denied.StatusCode));
    }

    [Fact]
    public async Task Referrers_that_a_condition_denies_are_omitted()
    {
        var (subject, first, second) = (Some("subject"), Some("first"), Some("second"));
        await using var server = await StartAsync(Under($"req.digest != '{second}'"));
        server.Registry.AddReferrer("secret", subject, new Descriptor(MediaTypes.OciManifest, first, 1));
        server.Registry.AddReferrer("secret", subject, new Descriptor(MediaTypes.OciManifest, second, 1));

        using var answer = await server.SendAsync("GET", $"/v2/secret/referrers/{subject}", null, Alice);

        var manifests = JsonDocument.Parse(await answer.TextAsync()).RootElement.GetProperty("manifests");
        Assert.Equal(first.ToString(), Assert.Single(manifests.EnumerateArray()).GetProperty("digest").GetString());
    }

    private static Digest Some(string text) => DigestAlgorithm.Sha256.Compute(System.Text.Encoding.UTF8.GetBytes(text));

    private static Task<RegistryServer> StartAsync(string denial) => StartAsync(denial switch
    {
        "condition is false" => Under("false"),
        "condition fails" => Under("req.nothing == 1"),
        "condition of a group" => Options(new PolicyOptions { Groups = ["dev"], Actions = ["read"], Conditions = [When("false")] }, new PolicyOptions()),
        "admin without read" => Options(new PolicyOptions(), new PolicyOptions { Users = ["alice"], Actions = ["create"] }),
        _ => Options(new PolicyOptions(), new PolicyOptions { Users = ["alice"], Actions = ["read"], Conditions = [When("false")] }),
    });

    private static Task<RegistryServer> StartAsync(AccessControlOptions options) =>
        RegistryServer.StartAsync(policy: SomePolicy.Of(options), authenticators: [new OneUser("alice", "secret")]);

    private static AccessControlOptions Under(string expression) =>
        Options(new PolicyOptions { Users = ["alice"], Actions = ["read"], Conditions = [When(expression)] }, new PolicyOptions());

    private static CelRuleOptions When(string expression) => new() { Expression = expression, Message = "no" };

    private static AccessControlOptions Options(PolicyOptions ofSecret, PolicyOptions admins) => new()
    {
        Repositories = new Dictionary<string, RepositoryPolicyOptions>
        {
            ["app"] = new() { Policies = [new PolicyOptions { Users = ["alice"], Actions = ["create"] }] },
            ["secret"] = new() { Policies = [ofSecret] },
        },
        Groups = new Dictionary<string, GroupOptions> { ["dev"] = new() { Users = ["alice"] } },
        AdminPolicy = admins,
    };
}
