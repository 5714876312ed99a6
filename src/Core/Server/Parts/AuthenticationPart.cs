using Zot.Auth.Sessions;
using Zot.Client.Commands;
using Zot.Configuration.Reloading;
using Zot.Hosting;
using Zot.Http.Access;
using Zot.Server.Serving;

namespace Zot.Server.Parts;

/// <summary>The authenticators and the access policy of the current configuration.</summary>
internal sealed class AuthenticationPart : IZotPart
{
    public string Name => "authentication";

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton(services => Open(zot, services));
        zot.Services.AddSingleton<CurrentAuthenticators>(static services =>
        {
            var authenticators = services.GetRequiredService<LiveAuthenticators>();
            return () => authenticators.Current;
        });
        zot.Services.AddSingleton<LiveAccessPolicy>();
        zot.Services.AddSingleton<CurrentAccessPolicy>(static services =>
        {
            var policy = services.GetRequiredService<LiveAccessPolicy>();
            return () => policy.Current;
        });
    }

    private static LiveAuthenticators Open(ZotBuilder zot, IServiceProvider services)
    {
        try
        {
            var authenticators = new LiveAuthenticators(
                services.GetRequiredService<CurrentOptions>(),
                services.GetRequiredService<UserFiles>().ApiKeys,
                services.GetRequiredService<ISessionStore>(),
                services.GetRequiredService<ILoggerFactory>(),
                services.GetRequiredService<TimeProvider>());
            authenticators.Add(zot.BuildAuthentication(services));
            return authenticators;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new CommandException(cause.Message, cause);
        }
    }
}
