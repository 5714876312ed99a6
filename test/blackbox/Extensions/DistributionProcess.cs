using System.Globalization;

namespace Zot.BlackBox.Extensions;

/// <summary>A running registry of the distribution project, as Debian packages it, which tells a receiver what happens in it.</summary>
internal sealed class DistributionProcess : IAsyncDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    private readonly TemporaryFolder _folder = new();
    private readonly CommandRun _run;

    private DistributionProcess(string receiver)
    {
        var port = FreePort.Next();
        Client = new RegistryClient(new Uri($"http://127.0.0.1:{port}"));
        var file = _folder.Write("config.yml", string.Create(CultureInfo.InvariantCulture, $$"""
            version: 0.1
            log: {level: warn}
            storage:
              filesystem: {rootdirectory: {{_folder.Combine("data")}}}
              delete: {enabled: true}
            http: {addr: "127.0.0.1:{{port}}"}
            notifications:
              events: {includereferences: true}
              endpoints:
                - {name: hook, url: "{{receiver}}", timeout: 5s, threshold: 5, backoff: 50ms}
            """));
        _run = CommandRun.Start([Program, "serve", file]);
    }

    /// <summary>An anonymous client.</summary>
    public RegistryClient Client { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<DistributionProcess> StartAsync(string receiver)
    {
        var process = new DistributionProcess(receiver);
        try
        {
            await Eventually.TrueAsync(process.IsAliveAsync, "docker-registry answers", Limits.Process);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
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
            return (await Client.GetAsync("/v2/")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
