using Zot.Registry;

namespace Zot.Benchmarks.Content;

/// <summary>
/// Accesses the files of a server directly, for changes that would take minutes through the API or that it does not
/// offer.
/// </summary>
internal interface IStorageFiles
{
    /// <summary>Writes one repository with all its tags. Different repositories may be written concurrently.</summary>
    void Write(string repository, IReadOnlyList<(string Tag, Image Image)> tags);

    /// <summary>Removes the bytes of a deleted blob, if the server leaves them to a later garbage collection.</summary>
    void Discard(Digest digest);
}
