namespace Zot.Registry;

/// <summary>A request to push a manifest (end-7).</summary>
/// <param name="Repository">The target repository.</param>
/// <param name="Reference">The tag to move, or the digest the bytes must have.</param>
/// <param name="MediaType">The declared type, without parameters.</param>
/// <param name="Content">The exact bytes.</param>
public sealed record ManifestPush(
    RepositoryName Repository, Reference Reference, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>4 MiB: the size that the specification asks every registry to accept, and the maximum of zot.</summary>
    public const int MaxContentLength = 4 * 1024 * 1024;

    /// <summary>The maximum number of <c>?tag=</c> parameters of one push, as in zot.</summary>
    public const int MaxTags = 46;

    private readonly PushedForm _form = new(Reference.Digest?.Algorithm ?? DigestAlgorithm.Sha256, MediaType, Content);

    /// <summary>The tag to move, or the digest the bytes must have.</summary>
    public Reference Reference { get; } = Reference;

    /// <summary>The declared type, without parameters.</summary>
    public string MediaType { get; } = MediaType;

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; } = Content;

    /// <summary>
    /// The digest of the bytes, by the algorithm of the reference, or SHA-256; computed once for all layers.
    /// </summary>
    public Digest Digest => _form.Digest;

    /// <summary>The parsed manifest; parsed once for all layers.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestInvalid"/>, as in <see cref="Manifest.ParsePushed"/>.
    /// </exception>
    public Manifest Manifest => _form.Manifest;

    /// <summary>Additional tags to move in a push by digest (<c>?tag=</c>).</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>The caller; <see langword="null"/> for the registry itself, which needs no permission.</summary>
    public CallContext? Call { get; init; }

    /// <summary>The rules of layers, evaluated at the commit point after the permissions of the caller.</summary>
    public IReadOnlyList<CommitRule> Rules { get; init; } = [];

    /// <summary>
    /// Indicates whether manifests that an index lists may be missing (a sparse index). Default: false.
    /// </summary>
    public bool IsSparse { get; init; }

    /// <summary>All tags that this push moves, whether given by reference or by parameter.</summary>
    public IEnumerable<Tag> AllTags => Reference.Tag is { } tag ? [tag] : Tags;

    /// <summary>Returns a copy with an additional rule.</summary>
    public ManifestPush With(CommitRule rule) => this with { Rules = [.. Rules, rule] };
}
