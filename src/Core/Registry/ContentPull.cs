namespace Zot.Registry;

/// <summary>A response to a client that pulls a manifest or a blob, or asks whether it is still current.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Content">The manifest or blob.</param>
/// <param name="Call">The caller.</param>
public readonly record struct ContentPull(RepositoryName Repository, Descriptor Content, CallContext Call)
{
    /// <summary>The reference of the manifest; <see langword="null"/> for a blob.</summary>
    public Reference? Manifest { get; init; }

    /// <summary>The bytes of the manifest, if they were sent.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Indicates whether the response has no body because the request is a HEAD request.</summary>
    public bool IsHead { get; init; }

    /// <summary>Indicates whether the client already has the content: the status is 304.</summary>
    public bool IsUnmodified { get; init; }
}
