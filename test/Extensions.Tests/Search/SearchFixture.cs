#if EXT_SEARCH
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Extensions;
using Zot.Extensions.Search;
using Zot.Extensions.Tests.Support;
using Zot.Hosting.Routes;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Metadata.Users;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

/// <summary>The search over a registry in memory with an index.</summary>
internal sealed class SearchFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Store _store;
    private readonly MetadataIndex _index;
    private readonly UserDatabase _users;
    private readonly ConfiguredExtension _extension;

    private SearchFixture(Store store)
    {
        _store = store;
        _index = SqliteMetadataStore.OpenIndex(_directory.Path, TimeProvider.System, NullLogger<MetadataIndex>.Instance);
        _index.Follow(new ContentFeed(store.Registry, [store], _ => store), store.Registry);
        _users = new UserDatabase(_directory.Path, TimeProvider.System, NullLogger<UserDatabase>.Instance);
        _extension = new ConfiguredExtension(
            new SearchExtension(), new ExtensionsOptions { Search = new SearchOptions() }, services: services =>
            {
                services.AddSingleton(_store.Registry);
                services.AddSingleton(_index.Queries);
                services.AddSingleton<IUserPreferences>(new SqliteUserPreferences(_users));
            });
    }

    public IRegistry Registry => _store.Registry;

    public ExtensionRoute Route => Assert.Single(_extension.Routes);

    public static async Task<SearchFixture> CreateAsync() => new(await Store.OpenAsync(
        new MemoryDriver(TimeProvider.System), new StoreSettings(Dedupe: true, Durable: false),
        NullLoggerFactory.Instance, TimeProvider.System, default));

    public async ValueTask DisposeAsync()
    {
        _extension.Dispose();
        _users.Dispose();
        await _index.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Sends a query by GET, with a body that must be ignored.</summary>
    public Task<(int Status, string Body)> GetAsync(string query, AccessControlContext? caller = null) =>
        SendAsync(context =>
        {
            context.Request.Method = "GET";
            context.Request.QueryString = QueryString.Create("query", query);
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(query));
        }, caller);

    /// <summary>Sends a body by POST.</summary>
    public Task<(int Status, string Body)> PostAsync(string body, string? type = "application/json", string? accept = null) =>
        SendAsync(context =>
        {
            context.Request.Method = "POST";
            context.Request.ContentType = type;
            context.Request.Headers.Accept = accept;
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        }, caller: null);

    /// <summary>Sends a query that succeeds, and returns its data.</summary>
    public async Task<JsonElement> DataAsync(string query, AccessControlContext? caller = null)
    {
        var (status, body) = await GetAsync(query, caller);
        Assert.Equal(200, status);
        Assert.DoesNotContain("\"errors\"", body, StringComparison.Ordinal);
        return JsonDocument.Parse(body).RootElement.GetProperty("data");
    }

    private async Task<(int Status, string Body)> SendAsync(Action<HttpContext> prepare, AccessControlContext? caller)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IAccessFeature>(new Caller(caller ?? AccessControlContext.Unrestricted(new Identity("alice", []))));
        using var body = new MemoryStream();
        context.Response.Body = body;
        prepare(context);
        await Route.Handler(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed record Caller(AccessControlContext Access) : IAccessFeature;
}
#endif
