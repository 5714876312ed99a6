namespace Zot.Storage.Drivers.Memory;

/// <summary>The content that one or more keys share.</summary>
internal sealed class MemoryObject(ulong identity)
{
    internal ulong Identity { get; } = identity;

    internal byte[] Content { get; set; } = [];

    internal DateTimeOffset Modified { get; set; }

    internal int Links { get; set; } = 1;

    internal StoredObject ToObject() => new(Content.Length, Modified, Identity, Links);
}
