using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Metadata.Queries;

namespace Zot.OpenCore.Tests.Metadata;

/// <summary>Routes that list all repositories of the caller, and store facts about their manifests.</summary>
internal sealed class InventoryExtension : IZotExtension
{
    public string Name => "inventory";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton(
            static services => new InventoryEndpoint(services.GetRequiredService<IMetadataQueries>()));
        Add(zot, "/inventory", [HttpMethods.Get], static endpoint => endpoint.ListAsync);
        Add(zot, "/inventory/facts", [HttpMethods.Get, HttpMethods.Put], static endpoint => endpoint.HandleFactsAsync);
    }

    private static void Add(
        ZotBuilder zot, string path, IReadOnlyList<string> methods, Func<InventoryEndpoint, RequestDelegate> handler) =>
        zot.AddRoute(services => new ExtensionRoute(
            path, methods, handler(services.GetRequiredService<InventoryEndpoint>()))
        {
            Match = RouteMatch.Exact,
            Access = RouteAccess.Admitted,
        });
}
