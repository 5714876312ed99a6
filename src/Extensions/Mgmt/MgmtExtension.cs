#if EXT_MGMT
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Hosting;
using Zot.Hosting.Routes;

namespace Zot.Extensions.Mgmt;

/// <summary>Provides clients with the information they need before they authenticate.</summary>
internal sealed class MgmtExtension : IZotExtension
{
    private const string Path = "/v2/_zot/ext/mgmt";

    public string Name => "mgmt";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        // There is no section of its own: its clients are those of the search extension.
        if (zot.Options.Extensions.Search is not { Enable: true })
        {
            return;
        }

        zot.AddRoute(services =>
        {
            var endpoint = new MgmtEndpoint(services.GetRequiredService<IOptionsMonitor<ZotOptions>>(), zot.Build);
            return new ExtensionRoute(Path, [HttpMethods.Get], endpoint.GetAsync)
            {
                // Clients need it before they authenticate, to show a login page.
                Access = RouteAccess.PublicPath,
                Discovery = DiscoveredEndpoint.Mgmt,
            };
        });
    }
}
#endif
