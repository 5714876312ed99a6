#if EXT_MGMT
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Zot.Configuration;
using Zot.Hosting;

namespace Zot.Extensions.Mgmt;

/// <summary>Tells clients what they have to know of the registry before they can talk to it.</summary>
internal sealed class MgmtExtension : IZotExtension
{
    private const string Path = "/v2/_zot/ext/mgmt";

    public string Name => "mgmt";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        // It has no section of its own: the clients it is for are those of the search.
        if (zot.Options.Extensions.Search is not { Enable: true })
        {
            return;
        }

        zot.AddRoute(services =>
        {
            var endpoint = new MgmtEndpoint(services.GetRequiredService<IOptionsMonitor<ZotOptions>>(), zot.Build);
            return new ExtensionRoute(Path, [HttpMethods.Get], endpoint.GetAsync)
            {
                // Without this, no login page could be drawn.
                Access = RouteAccess.Anyone,
                Discovery = DiscoveredEndpoint.Mgmt,
            };
        });
    }
}
#endif
