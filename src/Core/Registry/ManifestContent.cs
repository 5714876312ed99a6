namespace Zot.Registry;

/// <summary>A stored manifest: its descriptor and its exact bytes.</summary>
public sealed record ManifestContent(Descriptor Descriptor, ReadOnlyMemory<byte> Content);
