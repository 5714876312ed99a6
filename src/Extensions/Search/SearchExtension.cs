#if EXT_SEARCH
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zot.Client.Commands;
using Zot.Extensions.Search.Transport;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Metadata.Queries;
using Zot.Metadata.Users;
using Zot.Registry;

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
        if (zot.Options.Extensions.Search is not { Enable: true })
        {
            return;
        }

        zot.AddRoute(static services =>
        {
            var endpoint = new SearchEndpoint(
                services.GetRequiredService<IMetadataQueries>(),
                services.GetRequiredService<IRegistry>(),
                services.GetRequiredService<IUserPreferences>(),
                services.GetRequiredService<ILogger<SearchEndpoint>>());
            return new ExtensionRoute(Path, [HttpMethods.Get, HttpMethods.Post], endpoint.AnswerAsync)
            {
                // The queries themselves return only what the caller may read.
                Access = RouteAccess.Admitted,
                Discovery = DiscoveredEndpoint.Search,
            };
        });
    }
}
#endif
