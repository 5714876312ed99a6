#if EXT_USERPREFS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Extensions.UserPrefs;

/// <summary>Lets users star and bookmark repositories.</summary>
internal sealed class UserPrefsExtension : IZotExtension
{
    private const string Path = "/v2/_zot/ext/userprefs";

    public string Name => "userprefs";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        // There is no section of its own: the UI sets the marks, and the search extension returns them.
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
                // The endpoint itself rejects anonymous users, with 403 as in zot.
                Access = RouteAccess.Admitted,
                Discovery = DiscoveredEndpoint.UserPrefs,
            };
        });
    }
}
#endif
