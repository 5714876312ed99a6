using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Moq;
using Xunit;
using Zot.Configuration;
using Zot.Configuration.Loading;
using Zot.Configuration.Reloading;
using Zot.Extensions;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Hosting.Vulnerabilities;
using Zot.Http;
using Zot.Http.Requests;
using Zot.Metadata.Queries;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Core.Tests.Auth.Routes;

/// <summary>
/// Compares the documentation with the routes of the product: every route and its required access is documented.
/// </summary>
public sealed class RouteDocumentTests
{
    private const string Everything =
        """
        {
          "storage": {"rootDirectory": "/r"},
          "http": {"auth": {"htpasswd": {"path": "p"}, "apikey": true}},
          "extensions": {
            "metrics": {"enable": true}, "search": {"enable": true}, "ui": {"enable": true}, "lint": {"enable": true},
            "scrub": {"enable": true}, "trust": {"enable": true, "cosign": true, "notation": true}, "sync": {"enable": true},
            "events": {"enable": true, "sinks": [{"type": "http", "address": "http://127.0.0.1:9/"}]}
          }
        }
        """;

    private static readonly IReadOnlyList<DocumentedRoute> Documented = DocumentedRoute.ReadAll();

    [Fact]
    public void EveryKindOfRequest_IsDocumentedWithRequiredAccess()
    {
        var kinds = new HashSet<Type>();
        foreach (var route in Documented)
        {
            var path = route.Path
                .Replace("<name>", "team/app").Replace("<other>", "team/other").Replace("<new-tag>", "v2").Replace("<tag>", "v1")
                .Replace("<digest>", $"sha256:{new string('a', 64)}").Replace("<id>", Guid.Empty.ToString()).Split('?', 2);
            if (RegistryRequest.Parse(route.Method, path[0], path.Length > 1 ? $"?{path[1]}" : "") is { } request)
            {
                kinds.Add(request.GetType());
                var remark = route.Remark.Split(';')[0];
                Assert.True(!remark.StartsWith("end-", StringComparison.Ordinal) || remark == request.Endpoint, remark);
                Assert.Equal($"{route.Method} {route.Path}: {WhoMay(request, route.Path)}", $"{route.Method} {route.Path}: {route.Who}");
            }
        }

        var all = typeof(RegistryRequest).GetNestedTypes().Where(static type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(RegistryRequest)));
        Assert.Empty(all.Except(kinds).Select(static type => type.Name));
    }

    [Fact]
    public void EveryRouteOfAnExtension_IsDocumentedWithRequiredAccess()
    {
        foreach (var extension in CompiledExtensions.All)
        {
            var added = RoutesOf(extension).SelectMany(static route => route.Methods, static (route, method) => $"{method} {route.Path}: {WhoMay(route.Access)}");

            var documented = Documented
                .Where(route => route.Remark.StartsWith($"{extension.Name}:", StringComparison.Ordinal))
                .Select(static route => $"{route.Method} {route.Path}: {route.Who}");

            // The stub of an extension that is not compiled in may add the route or omit it.
            Assert.Empty(added.Except(documented));
            Assert.Empty(extension.IsCompiledIn ? documented.Except(added) : []);
        }
    }

    private static IReadOnlyList<ExtensionRoute> RoutesOf(IZotExtension extension)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var options = Read();
        services.AddZotHttp(() => options.Http);
        services.AddSingleton<IOptionsMonitor<ZotOptions>>(new CurrentOptions(options));
        services.AddSingleton(Mock.Of<IRegistry>());
        services.AddSingleton(Mock.Of<IUserPreferences>());
        services.AddSingleton(Mock.Of<IMetadataQueries>());
        services.AddSingleton(Mock.Of<IHostApplicationLifetime>());
        services.AddSingleton(Mock.Of<ICveScanner>());
        services.AddSingleton(TimeProvider.System);
        var zot = new ZotBuilder(options, new BuildInfo("", "", "", ""), services);
        extension.Configure(zot);
        return zot.BuildRoutes(services.BuildServiceProvider());
    }

    private static ZotOptions Read()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Everything);
            var read = ConfigurationFile.Load(file, new ConfigurationSource());
            Assert.Empty(read.Errors);
            return read.Options;
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The right that a push requires depends on whether the tag exists.
    private static string WhoMay(RegistryRequest request, string path) => request switch
    {
        { IsOpen: true } => "everybody",
        RegistryRequest.PutManifest when path.EndsWith("/<tag>", StringComparison.Ordinal) => "update",
        RegistryRequest.InRepository needs => needs.Action.ToString().ToLowerInvariant(),
        _ => "callers",
    };

    private static string WhoMay(RouteAccess access) => access switch
    {
        RouteAccess.Public => "public",
        RouteAccess.PublicPath => "anyone",
        RouteAccess.Admitted => "callers",
        RouteAccess.Authenticated => "users",
        RouteAccess.Admins => "admins",
        RouteAccess.MetricsReaders => "metrics readers",
        _ => "nobody",
    };
}
