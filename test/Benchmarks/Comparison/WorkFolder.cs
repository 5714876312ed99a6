namespace Zot.Benchmarks.Comparison;

/// <summary>A temporary directory that is gone after the run.</summary>
internal sealed class WorkFolder : IDisposable
{
    // Deep enough that the directories at this level can be shared among the processors.
    private const int ParallelDepth = 8;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zot-benchmarks-");

    internal string Path => _directory.FullName;

    /// <summary>Removes everything: half a million files and directories, so on all processors.</summary>
    public void Dispose()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = ParallelDepth };
        Parallel.ForEach(_directory.EnumerateDirectories("*", options).Where(IsAtParallelDepth).ToList(), part => part.Delete(recursive: true));
        _directory.Delete(recursive: true);
    }

    private bool IsAtParallelDepth(DirectoryInfo part) =>
        System.IO.Path.GetRelativePath(Path, part.FullName).Count(letter => letter == '/') == ParallelDepth;
}
