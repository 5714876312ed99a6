using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Auth;
using Zot.Auth.Sessions;
using Zot.Configuration.Features;
using Zot.Configuration.Loading;
using Zot.Configuration.Reloading;
using Zot.Metering;
using Zot.Registry;
using Zot.Server.Serving;
using Zot.Storage.Content;
using Zot.Testing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>
/// The registry as <c>zot serve</c> assembles it, in a temporary directory: users, sessions, API keys, conditions, the
/// metadata index and every extension of the build. Inputs target <c>fuzz/app</c>; an image in <c>sound/image</c> is
/// always served.
/// </summary>
internal sealed class FuzzedRegistry : IAsyncDisposable
{
    private const string UserName = "alice";
    private const string AdminName = "root";

    // SHA-512-crypt of "secret", with the minimum number of rounds.
    private const string Hash = "$6$rounds=1000$fuzz$w1Fz9W/P0ToWjlZNDZlUFLI8s9s0EDcEbL/C68f6YhxGtegI3aVVEYeRqaKhjvwg4uF6h77TrTqSw1XcDn/aU/";

    private static readonly ConfigurationSource Source = new() { Features = Feature.All.Select(static feature => feature.Name).ToHashSet() };

    // No receiver of events exists, so errors about deliveries are expected.
    private static readonly string[] Deliveries = ["Zot.Extensions.Events.Delivery.RetryingSink", "Zot.Extensions.Events.Delivery.SinkQueue"];

    private readonly TemporaryDirectory _directory = new();
    private readonly ZotMeter _meter = new();
    private readonly ILoggerFactory _loggers;
    private readonly CurrentOptions _options;
    private ContentStore _content = null!;
    private WebApplication _app = null!;

    private FuzzedRegistry()
    {
        File.WriteAllText(_directory["htpasswd"], $"{UserName}:{Hash}\n{AdminName}:{Hash}\n");
        Directory.CreateDirectory(Root);
        var configuration = ConfigurationFile.Load(Configure(), Source);
        Assert.Empty(configuration.Errors);
        _options = new CurrentOptions(configuration.Options);
        _loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Information).AddProvider(Errors));
    }

    public LastError Errors { get; } = new(Deliveries);

    public Uri Address => new(_app.Urls.First());

    /// <summary>Gets the value of <c>Authorization</c> for a user without permission to delete.</summary>
    public static string User => Basic(UserName);

    /// <summary>Gets the value of <c>Authorization</c> for an administrator.</summary>
    public static string Admin => Basic(AdminName);

    private string Root => _directory["root"];

    public static async Task<FuzzedRegistry> StartAsync()
    {
        var fuzzed = new FuzzedRegistry();
        fuzzed._content = await ContentStore.OpenAsync(
            () => fuzzed._options.Current.Storage, fuzzed._loggers, TimeProvider.System, fuzzed._meter, default);
        fuzzed._app = RegistryApp.Build(
            fuzzed._options, fuzzed._content, new Listener(fuzzed._options.Current.Http, tls: null), fuzzed._loggers, TimeProvider.System, fuzzed._meter);
        await fuzzed._app.StartAsync();
        await fuzzed._content.Registry.PushImageAsync(FuzzedServer.Sound, "v1");
        await fuzzed._content.Registry.PushImageAsync(FuzzedServer.App, "known");
        return fuzzed;
    }

    /// <summary>Starts an upload for requests that continue it.</summary>
    public async Task<UploadId> StartUploadAsync() =>
        (await _content.Registry.StartUploadAsync(FuzzedServer.App, DigestAlgorithm.Sha256, default)).Id;

    /// <summary>Starts a browser session.</summary>
    public async Task<string> StartSessionAsync() =>
        await _app.Services.GetRequiredService<ISessionStore>()
            .StartAsync(new Identity(UserName, []), DateTimeOffset.UtcNow.AddHours(1), default);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _content.DisposeAsync();
        _meter.Dispose();
        _loggers.Dispose();
        _directory.Dispose();
    }

    private static string Basic(string name) => $"Basic {Convert.ToBase64String(Some.Bytes($"{name}:secret"))}";

    private string Configure()
    {
        var path = _directory["config.json"];
        File.WriteAllText(
            path,
            $$"""
            {
              "storage": { "rootDirectory": "{{Root}}", "gc": false },
              "http": {
                "address": "127.0.0.1", "port": "0", "compat": ["docker2s2"], "trustedProxies": ["127.0.0.1"], "allowOrigin": "http://example.com",
                "auth": { "htpasswd": { "path": "{{_directory["htpasswd"]}}" }, "apikey": true },
                "accessControl": {
                  "repositories": {
                    "sound/**": { "anonymousPolicy": ["read"] },
                    "**": {
                      "anonymousPolicy": ["read", "create", "update", "delete"],
                      "policies": [{ "users": ["alice"], "actions": ["read", "create", "update", "audit"], "conditions": [{ "expression": "req.reference != 'secret' && req.method != 'PATCH'" }] }]
                    }
                  },
                  "adminPolicy": { "users": ["root"], "actions": ["read", "create"] }
                }
              },
              "extensions": {
                "search": { "enable": true }, "ui": { "enable": true }, "mgmt": { "enable": true }, "metrics": { "enable": true, "prometheus": { "path": "/metrics" } },
                "events": { "enable": true, "sinks": [{ "name": "hook", "type": "http", "address": "http://127.0.0.1:1" }] }
              }
            }
            """);
        return path;
    }
}
