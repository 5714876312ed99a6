#if EXT_USERPREFS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Extensions;
using Zot.Configuration.Http;
using Zot.Extensions.Tests.Support;
using Zot.Extensions.UserPrefs;
using Zot.Hosting.Routes;
using Zot.Metadata.Users;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.UserPrefs;

public sealed class UserPrefsExtensionTests : IDisposable
{
    private const string Here = "team/app";

    private static readonly RepositoryName App = RepositoryName.Parse(Here);
    private static readonly ExtensionsOptions Everything = new() { Search = new SearchOptions(), Ui = new UiOptions() };

    // alice may read in team, bob has no permissions.
    private static readonly AccessRules Policy = AccessRules.Compile(
        new AccessControlOptions
        {
            Repositories = new Dictionary<string, RepositoryPolicyOptions>
            {
                ["team/**"] = new() { Policies = [new PolicyOptions { Users = ["alice"], Actions = ["read"] }], AnonymousPolicy = ["read"] },
            },
        },
        out _);

    private readonly TemporaryDirectory _directory = new();
    private readonly IRegistry _registry = MemoryRegistry.Create();
    private readonly UserDatabase _users;
    private readonly SqliteUserPreferences _preferences;

    public UserPrefsExtensionTests()
    {
        _users = new UserDatabase(_directory.Path, TimeProvider.System, NullLogger<UserDatabase>.Instance);
        _preferences = new SqliteUserPreferences(_users);
    }

    public void Dispose()
    {
        _users.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Star_is_set_and_removed()
    {
        await PushAsync();

        Assert.Equal(200, await PutAsync($"?action=toggleStar&repo={Here}"));
        Assert.Equal([App], await _preferences.ListMarkedAsync("alice", MarkKind.Star, default));
        Assert.Equal(1, await _preferences.CountStarsAsync(App, default));

        Assert.Equal(200, await PutAsync($"?action=toggleStar&repo={Here}"));
        Assert.Empty(await _preferences.ListMarkedAsync("alice", MarkKind.Star, default));
        Assert.Equal(0, await _preferences.CountStarsAsync(App, default));
    }

    [Fact]
    public async Task Bookmark_is_independent_of_stars()
    {
        await PushAsync();

        Assert.Equal(200, await PutAsync($"?action=toggleBookmark&repo={Here}"));

        Assert.Equal([App], await _preferences.ListMarkedAsync("alice", MarkKind.Bookmark, default));
        Assert.Empty(await _preferences.ListMarkedAsync("alice", MarkKind.Star, default));
        Assert.Equal(0, await _preferences.CountStarsAsync(App, default));
    }

    [Theory]
    [InlineData("alice", "", 400)]
    [InlineData("alice", "?repo=team/app", 400)]
    [InlineData("alice", "?action=&repo=team/app", 400)]
    [InlineData("alice", "?action=star&repo=team/app", 400)]
    [InlineData("alice", "?action=togglestar&repo=team/app", 400)]
    [InlineData("alice", "?action=toggleStar", 400)]
    [InlineData("alice", "?action=toggleBookmark", 400)]
    [InlineData("alice", "?action=toggleStar&repo=", 404)]
    [InlineData("alice", "?action=toggleBookmark&repo=", 404)]
    [InlineData("alice", "?action=toggleBookmark&repo=Upper", 404)]
    [InlineData("alice", "?action=toggleStar&repo=team/none", 404)]
    [InlineData("alice", "?action=toggleStar&repo=else/app", 403)]
    [InlineData("alice", "?action=toggleBookmark&repo=else/app", 403)]
    [InlineData("bob", "?action=toggleStar&repo=team/app", 403)]
    [InlineData("bob", "?action=toggleBookmark&repo=team/none", 403)]
    [InlineData("", "?action=toggleStar&repo=team/app", 403)]
    [InlineData("", "?action=toggleBookmark&repo=team/app", 403)]
    [InlineData("", "?action=toggle&repo=team/app", 400)]
    public async Task Rejected_request_changes_nothing(string user, string query, int status)
    {
        await PushAsync();

        Assert.Equal(status, await PutAsync(query, user));

        Assert.Equal(0, await _preferences.CountStarsAsync(App, default));
        Assert.Empty(await _preferences.ListMarkedAsync(user, MarkKind.Star, default));
        Assert.Empty(await _preferences.ListMarkedAsync(user, MarkKind.Bookmark, default));
    }

    [Fact]
    public async Task Bookmark_of_a_missing_repository_is_stored()
    {
        Assert.Equal(200, await PutAsync("?action=toggleBookmark&repo=team/none"));

        var marked = await _preferences.ListMarkedAsync("alice", MarkKind.Bookmark, default);
        Assert.Equal(["team/none"], marked.Select(static name => name.ToString()));
    }

    [Fact]
    public async Task Request_with_several_repositories_applies_to_the_first()
    {
        await PushAsync();

        Assert.Equal(200, await PutAsync($"?action=toggleStar&repo={Here}&repo=team/none"));

        Assert.Equal([App], await _preferences.ListMarkedAsync("alice", MarkKind.Star, default));
    }

    [Fact]
    public async Task Anonymous_user_is_rejected_without_authentication()
    {
        await PushAsync();

        Assert.Equal(403, await PutAsync($"?action=toggleStar&repo={Here}", AccessControlContext.Unrestricted(Identity.Anonymous)));
    }

    [Fact]
    public void Route_is_for_callers_and_discoverable()
    {
        using var extension = Configured(Everything);

        var route = Assert.Single(extension.Routes);

        Assert.Equal(("/v2/_zot/ext/userprefs", RouteAccess.Admitted), (route.Path, route.Access));
        Assert.Equal(["PUT"], route.Methods);
        Assert.Equal(DiscoveredEndpoint.UserPrefs, route.Discovery);
        Assert.True(route.HasCors);
    }

    [Fact]
    public void Route_is_missing_without_search_and_UI()
    {
        using var neither = Configured(new ExtensionsOptions());
        using var search = Configured(new ExtensionsOptions { Search = new SearchOptions() });
        using var off = Configured(Everything with { Ui = new UiOptions { Enable = false } });
        using var pages = Configured(Everything with { Search = new SearchOptions { Enable = false } });

        Assert.Empty(neither.Routes.Concat(search.Routes).Concat(off.Routes).Concat(pages.Routes));
    }

    private async Task PushAsync() => await _registry.PushImageAsync(App, "v1");

    private Task<int> PutAsync(string query, string user = "alice") => PutAsync(query, Policy.ContextFor(new Identity(user, [])));

    private async Task<int> PutAsync(string query, AccessControlContext caller)
    {
        using var extension = Configured(Everything);
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        context.Features.Set<IAccessFeature>(new Caller(caller));
        await Assert.Single(extension.Routes).Handler(context);
        return context.Response.StatusCode;
    }

    private ConfiguredExtension Configured(ExtensionsOptions options) => new(new UserPrefsExtension(), options, services: services =>
    {
        services.AddSingleton(_registry);
        services.AddSingleton<IUserPreferences>(_preferences);
    });

    private sealed record Caller(AccessControlContext Access) : IAccessFeature;
}
#endif
