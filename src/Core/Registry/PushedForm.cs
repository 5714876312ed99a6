namespace Zot.Registry;

/// <summary>
/// The digest and the parsed form of a pushed manifest, computed once, when a layer first needs them.
/// </summary>
/// <remarks>Copies of a push share it. Not safe for concurrent use: one layer at a time handles a push.</remarks>
internal sealed class PushedForm(DigestAlgorithm algorithm, string mediaType, ReadOnlyMemory<byte> content)
{
    private Digest? _digest;
    private Manifest? _manifest;

    public Digest Digest => _digest ??= algorithm.Compute(content.Span);

    public Manifest Manifest => _manifest ??= Manifest.ParsePushed(mediaType, content);

    // Derived from the other members of a push: it never makes two pushes different.
    public override bool Equals(object? obj) => obj is PushedForm;

    public override int GetHashCode() => 0;
}
