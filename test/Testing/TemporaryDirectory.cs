namespace Zot.Testing;

/// <summary>A temporary directory of a test, deleted on disposal.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("zot-test-").FullName;

    public string Path { get; }

    /// <summary>Gets the path of a file or directory in it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
