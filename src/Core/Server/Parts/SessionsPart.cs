using Zot.Auth.Sessions;
using Zot.Hosting;
using Zot.Http;
using Zot.Http.Account;
using Zot.Server.Serving;

namespace Zot.Server.Parts;

/// <summary>The sessions of browsers.</summary>
internal sealed class SessionsPart : IZotPart
{
    public string Name => "sessions";

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton<ISessionStore>(services => new SessionFiles(
            Path.Combine(zot.Options.Storage.RootDirectory!, SessionFiles.Folder),
            new SessionSeal(zot.Options.Http.Auth.SessionKeys),
            services.GetRequiredService<TimeProvider>()));
        zot.AddRoute(static services => new LogoutEndpoint(
            services.GetRequiredService<ISessionService>(),
            services.GetRequiredService<CurrentHttpOptions>()).CreateRoute());
        zot.AddJobs(static services => [new SessionJobs(services.GetRequiredService<ISessionStore>())]);
    }
}
