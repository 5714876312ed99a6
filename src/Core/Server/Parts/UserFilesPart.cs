using Microsoft.Extensions.Options;
using Zot.Configuration;
using Zot.Hosting;
using Zot.Http.Account;
using Zot.Server.Serving;

namespace Zot.Server.Parts;

/// <summary>API keys, stars and bookmarks.</summary>
internal sealed class UserFilesPart : IZotPart
{
    public string Name => "users";

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton(services => new UserFiles(
            zot.Options.Storage.RootDirectory!,
            zot.IsStorageWritable,
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<TimeProvider>()));
        zot.Services.AddSingleton(static services => services.GetRequiredService<UserFiles>().OpenPreferences());
        zot.AddRoute(static services =>
        {
            var options = services.GetRequiredService<IOptionsMonitor<ZotOptions>>();
            var users = services.GetRequiredService<UserFiles>();
            return new ApiKeyEndpoint(
                () => options.CurrentValue.Http.Auth.ApiKey ? users.ApiKeys.Value : null,
                services.GetRequiredService<TimeProvider>()).CreateRoute();
        });
    }
}
