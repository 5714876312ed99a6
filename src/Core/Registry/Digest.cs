using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Zot.Registry;

/// <summary>The identity of content: an algorithm and a hash in lower-case hex, as in <c>sha256:9f86d0…</c>.</summary>
/// <remarks>image-spec v1.1.1, descriptor.md, "Digests".</remarks>
public readonly record struct Digest
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly string? _text;

    private Digest(string text) => _text = text;

    /// <summary>The hash function.</summary>
    public DigestAlgorithm Algorithm => DigestAlgorithm.Find(Text.AsSpan(0, Separator))!;

    /// <summary>The hash, in lower-case hexadecimal digits.</summary>
    public ReadOnlySpan<char> Encoded => Text.AsSpan(Separator + 1);

    private string Text => _text ?? throw new InvalidOperationException("the default Digest has no value");

    // All known algorithm names have six letters.
    private static int Separator => 6;

    /// <summary>Parses a digest sent by a client.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.DigestInvalid"/>.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw RegistryError.DigestInvalid.With("digest", text);

    /// <summary>Parses a digest; <see langword="false"/> if it is malformed or its algorithm unknown.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null || text.Length <= Separator || text[Separator] != ':')
        {
            return false;
        }

        var encoded = text.AsSpan(Separator + 1);
        if (DigestAlgorithm.Find(text.AsSpan(0, Separator)) is not { } algorithm
            || encoded.Length != algorithm.HexLength
            || encoded.ContainsAnyExcept(Hex))
        {
            return false;
        }

        digest = new Digest(text);
        return true;
    }

    /// <summary>Returns the digest with this hash.</summary>
    public static Digest FromHash(DigestAlgorithm algorithm, ReadOnlySpan<byte> hash)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return new Digest($"{algorithm.Name}:{Convert.ToHexStringLower(hash)}");
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
