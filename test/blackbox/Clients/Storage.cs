namespace Zot.BlackBox.Clients;

/// <summary>The container storage of one test, so that podman and buildah do not modify the machine.</summary>
internal sealed class Storage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;

    /// <summary>Creates empty storage whose tools use plain HTTP for a registry.</summary>
    /// <param name="host">The host and port of the registry.</param>
    public Storage(string host) => _environment = new()
    {
        ["CONTAINERS_REGISTRIES_CONF"] = _folder.Write("registries.conf", $"[[registry]]\nlocation = \"{host}\"\ninsecure = true\n"),
    };

    /// <summary>Returns a path in a folder that is deleted with the storage.</summary>
    public string Combine(string name) => _folder.Combine(name);

    /// <summary>Runs podman on the storage.</summary>
    public Task<string> PodmanAsync(params string[] arguments) => Tool.RunAsync(_environment, "podman", OnIt(arguments));

    /// <summary>Runs podman on the storage, whatever its exit code.</summary>
    public Task<CommandRun> TryPodmanAsync(params string[] arguments) => Tool.TryAsync(_environment, "podman", OnIt(arguments));

    /// <summary>Runs buildah on the storage.</summary>
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
