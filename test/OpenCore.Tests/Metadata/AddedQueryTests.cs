using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Xunit;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Configuration.Http;
using Zot.OpenCore.Tests.Authentication;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Metadata;

/// <summary>A list over many repositories, and facts about manifests, that an extension adds.</summary>
public sealed class AddedQueryTests : IAsyncLifetime
{
    private static readonly RepositoryName Visible = RepositoryName.Parse("team/app");

    private static readonly ZotOptions Options = new()
    {
        Http = new HttpOptions
        {
            AccessControl = new AccessControlOptions
            {
                Repositories = new Dictionary<string, RepositoryPolicyOptions>
                {
                    ["team/**"] = new() { DefaultPolicy = ["read"] },
                },
            },
        },
        Extensions = new ExtensionsOptions { Search = new SearchOptions { Enable = true } },
    };

    private readonly ForeignExtension _users = new();
    private ExtendedRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _users.Users.Passwords["carol"] = "wonderland";
        _registry = await ExtendedRegistry.StartAsync(Options, _users, new InventoryExtension());
        _registry.Client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Some.Bytes("carol:wonderland")));
    }

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Query_lists_a_page_of_the_repositories_of_the_caller_with_every_committed_change()
    {
        for (var number = 0; number < 30; number++)
        {
            await PushAsync($"team/app{number:00}", "v1");
            await PushAsync($"secret/app{number:00}", "v1");
        }

        await PushAsync("team/app11", "v2");

        var page = await ListAsync("?order=Name&offset=10&count=3");

        Assert.Equal(30, page.Total);
        Assert.Collection(
            page.Lines,
            static line => Assert.StartsWith("team/app10: 1 images", line, StringComparison.Ordinal),
            static line => Assert.StartsWith("team/app11: 2 images", line, StringComparison.Ordinal),
            static line => Assert.StartsWith("team/app12: 1 images", line, StringComparison.Ordinal));
        Assert.StartsWith(
            "team/app29",
            (await ListAsync("?order=NameDescending&offset=0&count=1")).Lines[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fact_about_a_manifest_is_stored_until_the_manifest_is_deleted()
    {
        var image = await PushAsync(Visible.ToString(), "v1");

        Assert.Equal(HttpStatusCode.NoContent, await SetFactAsync(Visible, image, "{\"critical\":1}"));
        Assert.Equal(HttpStatusCode.NoContent, await SetFactAsync(Visible, image, "{\"critical\":0}"));
        Assert.Equal(KeyValuePair.Create("scan", "{\"critical\":0}"), Assert.Single(await FactsAsync(image)));

        await _registry.Content.DeleteManifestAsync(
            new ManifestDelete(Visible, Reference.To(image)), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, await SetFactAsync(Visible, image, "{}"));
        Assert.Empty(await FactsAsync(image));
    }

    [Fact]
    public async Task Fact_in_a_repository_that_the_caller_may_not_read_is_denied() =>
        Assert.Equal(
            HttpStatusCode.Forbidden, await SetFactAsync(Some.Repository, await PushAsync("library/app", "v1"), "{}"));

    private async Task<Digest> PushAsync(string repository, string tag) =>
        (await _registry.Content.PushImageAsync(RepositoryName.Parse(repository), tag, $"{repository}:{tag}")).Digest;

    private async Task<Inventory> ListAsync(string query) => (await _registry.Client.GetFromJsonAsync<Inventory>(
        $"/inventory{query}", TestContext.Current.CancellationToken))!;

    private async Task<HttpStatusCode> SetFactAsync(RepositoryName repository, Digest manifest, string json)
    {
        using var body = new StringContent(json);
        using var response = await _registry.Client.PutAsync(
            $"/inventory/facts?repository={repository}&digest={manifest}&kind=scan",
            body, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task<Dictionary<string, string>> FactsAsync(Digest manifest) =>
        (await _registry.Client.GetFromJsonAsync<Dictionary<string, string>>(
            $"/inventory/facts?repository={Visible}&digest={manifest}", TestContext.Current.CancellationToken))!;
}
