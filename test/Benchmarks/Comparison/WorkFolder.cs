namespace Zot.Benchmarks.Comparison;

/// <summary>A temporary directory that is deleted after the run.</summary>
/// <param name="parallelDepth">The level at which directories are deleted in parallel.</param>
internal sealed class WorkFolder(int parallelDepth = 8) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zot-benchmarks-");

    internal string Path => _directory.FullName;

    /// <summary>Deletes the directory in parallel, since it has half a million files and directories.</summary>
    public void Dispose()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = parallelDepth };
        Parallel.ForEach(_directory.EnumerateDirectories("*", options).Where(IsAtParallelDepth).ToList(), part => part.Delete(recursive: true));
        _directory.Delete(recursive: true);
    }

    private bool IsAtParallelDepth(DirectoryInfo part) =>
        System.IO.Path.GetRelativePath(Path, part.FullName).Count(letter => letter == '/') == parallelDepth;
}
