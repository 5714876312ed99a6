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
using Zot.Hosting.Vulnerabilities;
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

    private SearchFixture(Store store, TimeProvider time, Func<IRegistry, IRegistry> decorate, Action<IServiceCollection>? add)
    {
        _store = store;
        _index = SqliteMetadataStore.OpenIndex(_directory.Path, time, NullLogger<MetadataIndex>.Instance);
        _index.Follow(new ContentFeed(store.Registry, [store], _ => store), store.Registry);
        _users = new UserDatabase(_directory.Path, time, NullLogger<UserDatabase>.Instance);
        Preferences = new SqliteUserPreferences(_users);
        _extension = new ConfiguredExtension(
            new SearchExtension(), new ExtensionsOptions { Search = new SearchOptions() }, services: services =>
            {
                services.AddSingleton(decorate(_store.Registry));
                services.AddSingleton(_index.Queries);
                services.AddSingleton(Preferences);
                services.AddSingleton<ICveScanner>(Scanner);
                add?.Invoke(services);
            });
    }

    public IRegistry Registry => _store.Registry;

    /// <summary>The scanner; disabled unless a test enables it.</summary>
    public FakeCveScanner Scanner { get; } = new();

    /// <summary>The statistics of manifests, and facts about them.</summary>
    public IMetadataIndex Index => _index;

    public IUserPreferences Preferences { get; }

    public ExtensionRoute Route => Assert.Single(_extension.Routes);

    public static async Task<SearchFixture> CreateAsync(
        TimeProvider? clock = null, Func<IRegistry, IRegistry>? decorate = null, Action<IServiceCollection>? services = null)
    {
        var time = clock ?? TimeProvider.System;
        return new SearchFixture(
            await Store.OpenAsync(
                new MemoryDriver(time), new StoreSettings(Dedupe: true, Durable: false), NullLoggerFactory.Instance, time, default),
            time,
            decorate ?? (static registry => registry),
            services);
    }

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
        SendAsync(Get(query), new Caller(caller ?? Everything));

    /// <summary>Sends a query of a caller whose rights depend on the request.</summary>
    public Task<(int Status, string Body)> GetAsync(string query, IAccessFeature caller) => SendAsync(Get(query), caller);

    /// <summary>Sends a query of a user, and returns the response.</summary>
    public Task<HttpResponse> RespondAsync(string query, string user) =>
        RespondAsync(Get(query), new Caller(AccessControlContext.Unrestricted(new Identity(user, []))));

    /// <summary>Sends the parameters of a GET.</summary>
    public Task<(int Status, string Body)> GetAsync(QueryString parameters, string? accept = null) =>
        SendAsync(
            context =>
            {
                context.Request.Method = "GET";
                context.Request.QueryString = parameters;
                context.Request.Headers.Accept = accept;
            },
            new Caller(Everything));

    /// <summary>Sends a body by POST.</summary>
    public Task<(int Status, string Body)> PostAsync(string body, string? type = "application/json", string? accept = null) =>
        SendAsync(
            context =>
            {
                context.Request.Method = "POST";
                context.Request.ContentType = type;
                context.Request.Headers.Accept = accept;
                context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            },
            new Caller(Everything));

    /// <summary>Sends a query that succeeds, and returns its data.</summary>
    public async Task<JsonElement> DataAsync(string query, AccessControlContext? caller = null) =>
        DataOf(await GetAsync(query, caller));

    /// <summary>Sends a query of a caller whose rights depend on the request, and returns its data.</summary>
    public async Task<JsonElement> DataAsync(string query, IAccessFeature caller) => DataOf(await GetAsync(query, caller));

    /// <summary>Sends a query that succeeds, and returns the text of its data.</summary>
    public async Task<string> TextAsync(string query) => (await DataAsync(query)).GetRawText();

    /// <summary>Sends a query that fails, and returns the first message and the data.</summary>
    public async Task<(string? Message, string Data)> FailAsync(string query, IAccessFeature? caller = null)
    {
        var (status, body) = await GetAsync(query, caller ?? new Caller(Everything));
        Assert.Equal(200, status);
        var root = JsonDocument.Parse(body).RootElement;
        return (root.GetProperty("errors")[0].GetProperty("message").GetString(), root.GetProperty("data").GetRawText());
    }

    private static AccessControlContext Everything => AccessControlContext.Unrestricted(new Identity("alice", []));

    private static Action<HttpContext> Get(string query) => context =>
    {
        context.Request.Method = "GET";
        context.Request.QueryString = QueryString.Create("query", query);
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(query));
    };

    private static JsonElement DataOf((int Status, string Body) answer)
    {
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("\"errors\"", answer.Body, StringComparison.Ordinal);
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("data");
    }

    private async Task<(int Status, string Body)> SendAsync(Action<HttpContext> prepare, IAccessFeature caller)
    {
        var response = await RespondAsync(prepare, caller);
        return (response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)response.Body).ToArray()));
    }

    private async Task<HttpResponse> RespondAsync(Action<HttpContext> prepare, IAccessFeature caller)
    {
        var context = new DefaultHttpContext();
        context.Features.Set(caller);
        context.Response.Body = new MemoryStream();
        prepare(context);
        await Route.Handler(context);
        return context.Response;
    }

    private sealed record Caller(AccessControlContext Access) : IAccessFeature;
}
#endif
