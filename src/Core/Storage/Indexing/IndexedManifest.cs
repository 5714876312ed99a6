using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>A manifest of the index.</summary>
/// <param name="Descriptor">Its type, digest and size.</param>
/// <param name="Entries">How many entries name it.</param>
/// <param name="Order">Where the first of them stands.</param>
internal readonly record struct IndexedManifest(Descriptor Descriptor, int Entries, long Order);
