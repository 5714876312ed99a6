using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>A manifest of the index.</summary>
/// <param name="Descriptor">Its type, digest and size.</param>
/// <param name="Entries">The number of entries for it.</param>
/// <param name="Order">The position of the first of them.</param>
internal readonly record struct IndexedManifest(Descriptor Descriptor, int Entries, long Order);
