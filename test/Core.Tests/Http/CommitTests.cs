using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Auth.Basic;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Access;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Http;

/// <summary>Requests are authorized again at their commit point.</summary>
public sealed class CommitTests
{
    private const string Name = "alice";

    private static readonly (string Name, string Value) Alice = OneUser.Header(Name, "secret");

    private static readonly byte[] Content = "{}"u8.ToArray();

    /// <summary>Requests with a body that is committed.</summary>
    public static TheoryData<string> Commits => ["PUT manifest", "PUT manifest by digest", "PUT upload", "POST blob"];

    [Theory]
    [InlineData(AccessAction.Create, true, HttpStatusCode.Forbidden)]
    [InlineData(AccessAction.Create, false, HttpStatusCode.Created)]
    [InlineData(AccessAction.Update, true, HttpStatusCode.Forbidden)]
    [InlineData(AccessAction.Update, false, HttpStatusCode.Created)]
    public async Task Tag_created_or_deleted_during_the_body_requires_the_other_right(
        AccessAction right, bool changes, HttpStatusCode status)
    {
        var policy = SomePolicy.Allowing((Name, right, "app"), (Name, AccessAction.Delete, "app"));
        await using var server = await RegistryServer.StartAsync(policy: policy, authenticators: [new OneUser(Name, "secret")]);
        server.Registry.AddManifest("app", "other");
        if (right is AccessAction.Update)
        {
            server.Registry.AddManifest("app", "v1");
        }

        using var answer = await server.SendAsync(
            "PUT", "/v2/app/manifests/v1", new ActingContent(Content, MediaTypes.OciManifest, Change), Alice, ActingContent.Expectation);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status is HttpStatusCode.Created, server.Registry.Pushed is not null);

        void Change()
        {
            if (changes && right is AccessAction.Create)
            {
                server.Registry.AddManifest("app", "v1");
            }
            else if (changes)
            {
                server.Registry.RemoveTag("app", "v1");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task User_removed_during_the_body_is_401(string request)
    {
        var users = new List<IAuthenticator> { new BasicAuthenticator(new OneUser(Name, "secret")) };
        await using var server = await StartAsync(() => users[0], () => OpenPolicy.Instance);

        using var answer = await SendAsync(server, request, () => users[0] = new BasicAuthenticator(new OneUser("bob", "x")));

        await AssertNothingStoredAsync(server, answer, HttpStatusCode.Unauthorized, "UNAUTHORIZED");
    }

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task Policy_changed_during_the_body_decides(string request)
    {
        var policy = SomePolicy.Allowing((Name, AccessAction.Create, "app"));
        await using var server = await StartAsync(() => new BasicAuthenticator(new OneUser(Name, "secret")), () => policy);

        using var answer = await SendAsync(server, request, () => policy = SomePolicy.Allowing((Name, AccessAction.Read, "app")));

        await AssertNothingStoredAsync(server, answer, HttpStatusCode.Forbidden, "DENIED");
    }

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task Body_without_concurrent_changes_is_stored(string request)
    {
        var policy = SomePolicy.Allowing((Name, AccessAction.Create, "app"));
        await using var server = await StartAsync(() => new BasicAuthenticator(new OneUser(Name, "secret")), () => policy);

        using var answer = await SendAsync(server, request, static () => { });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static Task<RegistryServer> StartAsync(Func<IAuthenticator> authenticator, Func<IAccessPolicy> policy) =>
        RegistryServer.StartAsync(configure: services => services
            .AddSingleton<CurrentAuthenticators>(() => [authenticator()])
            .AddSingleton<CurrentAccessPolicy>(() => policy()));

    private static async Task<HttpResponseMessage> SendAsync(RegistryServer server, string request, Action act)
    {
        var digest = DigestAlgorithm.Sha256.Compute(Content);
        var upload = await server.Registry.StartUploadAsync(RepositoryName.Parse("app"), DigestAlgorithm.Sha256, default);
        var (method, path) = request switch
        {
            "PUT manifest" => ("PUT", "/v2/app/manifests/v1"),
            "PUT manifest by digest" => ("PUT", $"/v2/app/manifests/{digest}?tag=v1"),
            "PUT upload" => ("PUT", $"/v2/app/blobs/uploads/{upload.Id}?digest={digest}"),
            _ => ("POST", $"/v2/app/blobs/uploads/?digest={digest}"),
        };
        var mediaType = path.Contains("manifests", StringComparison.Ordinal) ? MediaTypes.OciManifest : MediaTypes.OctetStream;
        return await server.SendAsync(method, path, new ActingContent(Content, mediaType, act), Alice, ActingContent.Expectation);
    }

    private static async Task AssertNothingStoredAsync(RegistryServer server, HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.NotNull(answer.Header("WWW-Authenticate"));
        await answer.AssertRefusedAsync(status, code);
        Assert.Null(server.Registry.Pushed);
        Assert.Null(await server.Registry.FindBlobAsync(RepositoryName.Parse("app"), DigestAlgorithm.Sha256.Compute(Content), default));
    }
}
