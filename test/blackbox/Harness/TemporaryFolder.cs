namespace Zot.BlackBox.Harness;

/// <summary>A temporary directory of a test, deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zot-blackbox-");

    /// <summary>The path.</summary>
    public string Path => _folder.FullName;

    /// <summary>Returns a path in the directory.</summary>
    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a new file.</summary>
    /// <returns>The path.</returns>
    public string Write(string name, string text)
    {
        var path = Combine(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"failed to delete {Path}: {exception.Message}");
        }
    }
}
