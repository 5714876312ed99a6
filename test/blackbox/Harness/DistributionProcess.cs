using System.Globalization;

namespace Zot.BlackBox.Harness;

/// <summary>
/// A running registry of the distribution project, as packaged by Debian, optionally with notifications to a receiver.
/// </summary>
internal sealed class DistributionProcess : IAsyncDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    private readonly TemporaryFolder _folder = new();
    private readonly CommandRun _run;

    private DistributionProcess(string? receiver, string? users)
    {
        var port = FreePort.Next();
        Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        Client = new RegistryClient(new Uri($"http://{Host}"));
        var notifications = receiver is null ? "" : $$"""
            notifications:
              events: {includereferences: true}
              endpoints:
                - {name: hook, url: "{{receiver}}", timeout: 5s, threshold: 5, backoff: 50ms}
            """;
        var auth = users is null ? "" : $"auth: {{htpasswd: {{realm: test, path: \"{_folder.Write("htpasswd", users)}\"}}}}";
        var file = _folder.Write("config.yml", $$"""
            version: 0.1
            log: {level: warn}
            storage:
              filesystem: {rootdirectory: {{Data}}}
              delete: {enabled: true}
            http: {addr: "{{Host}}"}
            {{auth}}
            {{notifications}}
            """);
        _run = CommandRun.Start([Program, "serve", file]);
    }

    /// <summary>The host and port, for image references.</summary>
    public string Host { get; }

    /// <summary>The root directory of its storage.</summary>
    public string Data => _folder.Combine("data");

    /// <summary>An anonymous client.</summary>
    public RegistryClient Client { get; }

    /// <summary>Starts a registry and waits until it responds.</summary>
    /// <param name="receiver">The URL of the receiver of notifications, if any.</param>
    /// <param name="users">The lines of an htpasswd file; <see langword="null"/> for anonymous access.</param>
    public static async Task<DistributionProcess> StartAsync(string? receiver = null, string? users = null)
    {
        var process = new DistributionProcess(receiver, users);
        try
        {
            await Eventually.TrueAsync(process.IsAliveAsync, "docker-registry answers", Limits.Process);
            return process;
        }
        catch // the caller does not get the process, so it is stopped here
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the registry and keeps its data.</summary>
    public async Task StopAsync()
    {
        await _run.SignalAsync("INT");
        await _run.WaitAsync(Limits.Process);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _run.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> IsAliveAsync()
    {
        if (_run.ExitCode.IsCompleted)
        {
            throw new InvalidOperationException(_run.Transcript);
        }

        try
        {
            return (await Client.GetAsync("/v2/")).Status is 200 or 401;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
