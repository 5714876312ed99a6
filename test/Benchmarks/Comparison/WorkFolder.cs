namespace Zot.Benchmarks.Comparison;

/// <summary>A temporary directory that is gone after the run.</summary>
/// <param name="parallelDepth">The level whose directories are many enough to be shared among the processors.</param>
internal sealed class WorkFolder(int parallelDepth = 8) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zot-benchmarks-");

    internal string Path => _directory.FullName;

    /// <summary>Removes everything: half a million files and directories, so on all processors.</summary>
    public void Dispose()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = parallelDepth };
        Parallel.ForEach(_directory.EnumerateDirectories("*", options).Where(IsAtParallelDepth).ToList(), part => part.Delete(recursive: true));
        _directory.Delete(recursive: true);
    }

    private bool IsAtParallelDepth(DirectoryInfo part) =>
        System.IO.Path.GetRelativePath(Path, part.FullName).Count(letter => letter == '/') == parallelDepth;
}
