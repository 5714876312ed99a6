namespace Zot.Benchmarks.Content;

/// <summary>Writes repositories straight into a server's directory, where pushing them would take minutes.</summary>
internal interface IRepositoryWriter
{
    /// <summary>Writes one repository with all its tags. Different repositories may be written at the same time.</summary>
    void Write(string repository, IReadOnlyList<(string Tag, Image Image)> tags);
}
