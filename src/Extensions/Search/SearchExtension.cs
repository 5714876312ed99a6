#if EXT_SEARCH
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zot.Client.Commands;
using Zot.Extensions.Search.Cves;
using Zot.Extensions.Search.Transport;
using Zot.Hosting;
using Zot.Hosting.Routes;

namespace Zot.Extensions.Search;

/// <summary>Lets clients search repositories and images by GraphQL.</summary>
internal sealed class SearchExtension : IZotExtension
{
    private const string Path = "/v2/_zot/ext/search";

    public string Name => "search";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        // Without a writable disk there is no index, and clients that do not discover the search list repositories
        // themselves.
        if (zot.Options.Extensions.Search is not { Enable: true } || !zot.IsStorageWritable)
        {
            return;
        }

        zot.Services.AddSingleton<CveScans>();
        zot.Services.AddSingleton(static _ => RequestSlots.For(Environment.ProcessorCount));
        zot.Services.AddSingleton<SearchEndpoint>();
        zot.AddRoute(static services =>
            new ExtensionRoute(
                Path, [HttpMethods.Get, HttpMethods.Post], services.GetRequiredService<SearchEndpoint>().AnswerAsync)
            {
                // The queries themselves return only what the caller may read.
                Access = RouteAccess.Admitted,
                Discovery = DiscoveredEndpoint.Search,
            });
    }
}
#endif
