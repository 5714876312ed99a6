namespace Zot.Registry;

/// <summary>A reference to a manifest: a tag or a digest.</summary>
public readonly record struct Reference
{
    private readonly Tag _tag;
    private readonly Digest _digest;

    private Reference(Tag tag, Digest digest, bool isDigest) => (_tag, _digest, IsDigest) = (tag, digest, isDigest);

    /// <summary>Indicates whether the reference is a digest; otherwise it is a tag.</summary>
    public bool IsDigest { get; }

    /// <summary>The tag, or <see langword="null"/> if the reference is a digest.</summary>
    public Tag? Tag => IsDigest ? null : _tag;

    /// <summary>The digest, or <see langword="null"/> if the reference is a tag.</summary>
    public Digest? Digest => IsDigest ? _digest : null;

    /// <summary>Creates a reference by tag.</summary>
    public static Reference To(Tag tag) => new(tag, default, isDigest: false);

    /// <summary>Creates a reference by digest.</summary>
    public static Reference To(Digest digest) => new(default, digest, isDigest: true);

    /// <summary>Parses a reference sent by a client: a digest if it has a colon, otherwise a tag.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.DigestInvalid"/> or <see cref="RegistryError.TagInvalid"/>.
    /// </exception>
    public static Reference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains(':'))
        {
            return To(Registry.Tag.Parse(text));
        }

        return Registry.Digest.TryParse(text, out var digest)
            ? To(digest)
            : throw RegistryError.DigestInvalid.With("reference", text);
    }

    /// <inheritdoc/>
    public override string ToString() => IsDigest ? _digest.ToString() : _tag.ToString();
}
