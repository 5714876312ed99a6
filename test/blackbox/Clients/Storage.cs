namespace Zot.BlackBox.Clients;

/// <summary>Container storage of one test, so that podman and buildah leave the machine as it was.</summary>
internal sealed class Storage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;

    /// <summary>Empty storage, whose tools speak plain HTTP to a registry.</summary>
    /// <param name="host">Host and port of the registry.</param>
    public Storage(string host) => _environment = new()
    {
        ["CONTAINERS_REGISTRIES_CONF"] = _folder.Write("registries.conf", $"[[registry]]\nlocation = \"{host}\"\ninsecure = true\n"),
    };

    /// <summary>A path in a folder that goes with it.</summary>
    public string Combine(string name) => _folder.Combine(name);

    /// <summary>Runs podman on it.</summary>
    public Task<string> PodmanAsync(params string[] arguments) => Tool.RunAsync(_environment, "podman", OnIt(arguments));

    /// <summary>Runs podman on it, however it ends.</summary>
    public Task<CommandRun> TryPodmanAsync(params string[] arguments) => Tool.TryAsync(_environment, "podman", OnIt(arguments));

    /// <summary>Runs buildah on it.</summary>
    public Task<string> BuildahAsync(params string[] arguments) => Tool.RunAsync(
        _environment, "buildah", ["--root", _folder.Combine("root"), "--runroot", _folder.Combine("run"), "--storage-driver", "vfs", .. arguments]);

    private string[] OnIt(string[] arguments) =>
        ["--root", _folder.Combine("root"), "--runroot", _folder.Combine("run"), "--tmpdir", _folder.Combine("tmp"), "--storage-driver", "vfs", .. arguments];

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
