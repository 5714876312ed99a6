#if EXT_USERPREFS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zot.Hosting;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Extensions.UserPrefs;

/// <summary>Lets users give stars to repositories, and bookmark them.</summary>
internal sealed class UserPrefsExtension : IZotExtension
{
    private const string Path = "/v2/_zot/ext/userprefs";

    public string Name => "userprefs";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        // It has no section of its own: the pages set the marks, and the search tells of them.
        if (zot.Options.Extensions is not { Search.Enable: true, Ui.Enable: true })
        {
            return;
        }

        zot.AddRoute(static services =>
        {
            var endpoint = new UserPrefsEndpoint(
                services.GetRequiredService<IRegistry>(),
                services.GetRequiredService<IUserPreferences>(),
                services.GetRequiredService<ILogger<UserPrefsEndpoint>>());
            return new ExtensionRoute(Path, [HttpMethods.Put], endpoint.PutAsync)
            {
                // Somebody unknown is told by the endpoint that they are nobody with preferences: 403, as in zot.
                Access = RouteAccess.Callers,
                Discovery = DiscoveredEndpoint.UserPrefs,
            };
        });
    }
}
#endif
