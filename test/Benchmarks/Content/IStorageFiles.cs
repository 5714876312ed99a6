using Zot.Registry;

namespace Zot.Benchmarks.Content;

/// <summary>The files of a server, for what would take minutes through the protocol, or cannot be done by it.</summary>
internal interface IStorageFiles
{
    /// <summary>Writes one repository with all its tags. Different repositories may be written at the same time.</summary>
    void Write(string repository, IReadOnlyList<(string Tag, Image Image)> tags);

    /// <summary>Removes the bytes of a blob that has been deleted, where the server leaves them to a later collection.</summary>
    void Discard(Digest digest);
}
