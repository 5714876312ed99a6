using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration.Reloading;
using Zot.Metering;
using Zot.Registry;
using Zot.Server.Configuring;
using Zot.Server.Serving;
using Zot.Storage.Content;

namespace Zot.Server.Commands;

/// <summary>
/// Composes the registry for a command, with all layers, without listening and without background jobs.
/// </summary>
internal static class OfflineRegistry
{
    /// <summary>Runs work on the registry of a configuration unless a server is running.</summary>
    /// <param name="path">The configuration file; <see langword="null"/> for the built-in configuration.</param>
    /// <param name="work">The work, with the services of the registry.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="Zot.Client.Commands.CommandException">
    /// The configuration is invalid, a server is running, or the directory is not accessible.
    /// </exception>
    public static async Task RunAsync(string? path, Func<IServiceProvider, Task> work, CancellationToken stop)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var options = new CurrentOptions(configuration.Options);
        await Offline.RunAsync(
            configuration.Options.Http,
            async () =>
            {
                using var meter = new ZotMeter();
                await using var content = await ContentStore.OpenAsync(
                    configuration.Options.Storage, NullLoggerFactory.Instance, TimeProvider.System, stop);
                var listener = new Listener(configuration.Options.Http, tls: null);
                await using var app = RegistryApp.Build(
                    options, content, listener, NullLoggerFactory.Instance, TimeProvider.System, meter);
                _ = app.Services.GetRequiredService<IRegistry>();
                await work(app.Services);
            },
            stop);
    }
}
