using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Zot.Registry;

/// <summary>A movable name of a manifest, as in <c>v1.2</c>.</summary>
/// <remarks>distribution-spec, "Pulling manifests": <c>[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}</c>.</remarks>
public readonly record struct Tag
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    private readonly string? _text;

    private Tag(string text) => _text = text;

    /// <summary>Parses a tag sent by a client.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.TagInvalid"/>.</exception>
    public static Tag Parse(string text) =>
        TryParse(text, out var tag) ? tag : throw RegistryError.TagInvalid.With("reference", text);

    /// <summary>Parses a tag; <see langword="false"/> if it is malformed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Tag tag)
    {
        tag = default;
        if (text is null
            || text.Length is 0 or > MaxLength
            || text[0] is '.' or '-'
            || text.AsSpan().ContainsAnyExcept(Letters))
        {
            return false;
        }

        tag = new Tag(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
