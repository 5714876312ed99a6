using Microsoft.Extensions.Options;
using Zot.Configuration;
using Zot.Hosting;
using Zot.Http.Account;
using Zot.Migration.Zot;
using Zot.Server.Serving;

namespace Zot.Server.Parts;

/// <summary>API keys, stars and bookmarks.</summary>
internal sealed class UserFilesPart : IZotPart
{
    public string Name => "users";

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton(services => Open(zot, services));
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

    // What zot left is imported before the first API key is read.
    private static UserFiles Open(ZotBuilder zot, IServiceProvider services)
    {
        var root = zot.Options.Storage.RootDirectory!;
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var users = new UserFiles(root, zot.IsStorageWritable, loggers, services.GetRequiredService<TimeProvider>());
        if (zot.IsStorageWritable)
        {
            new ZotImport(root, loggers.CreateLogger<ZotImport>()).TryImportUsers(users.Open);
        }

        return users;
    }
}
