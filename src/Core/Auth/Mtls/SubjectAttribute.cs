using System.Buffers;
using System.Formats.Asn1;
using System.Text;

namespace Zot.Auth.Mtls;

/// <summary>An attribute of a subject.</summary>
/// <param name="Type">Its object identifier.</param>
/// <param name="Text">Its value; <see langword="null"/> when that is no text.</param>
/// <param name="Encoded">The value as it stands in the certificate.</param>
internal sealed record SubjectAttribute(string Type, string? Text, ReadOnlyMemory<byte> Encoded)
{
    // The letters of a PrintableString: X.680, section 41.4.
    private static readonly SearchValues<char> Printable =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?");

    /// <summary>Reads an attribute.</summary>
    /// <exception cref="AsnContentException">It breaks the grammar.</exception>
    public static SubjectAttribute Read(AsnReader attribute)
    {
        var type = attribute.ReadObjectIdentifier();
        var encoded = attribute.PeekEncodedValue();
        var tag = attribute.PeekTag();
        return new SubjectAttribute(type, TextOf(attribute, tag), encoded);
    }

    /// <summary>The value as zot writes it in hexadecimal: a text in the plainest form that has all its letters.</summary>
    public byte[] ToDer()
    {
        if (Text is null)
        {
            return Encoded.ToArray();
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(
            Text.AsSpan().ContainsAnyExcept(Printable) ? UniversalTagNumber.UTF8String : UniversalTagNumber.PrintableString, Text);
        return writer.Encode();
    }

    private static string? TextOf(AsnReader attribute, Asn1Tag tag)
    {
        if (tag.TagClass != TagClass.Universal)
        {
            return null;
        }

        switch ((UniversalTagNumber)tag.TagValue)
        {
            case UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
                or UniversalTagNumber.NumericString:
                return attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue);
            case UniversalTagNumber.BMPString:
                var text = attribute.ReadCharacterString(UniversalTagNumber.BMPString);
                return text is [.. var rest, '\0'] ? rest : text;

            // Hardly anybody has ever written real T.61: it is Latin-1 to all the world.
            case UniversalTagNumber.T61String:
                attribute.TryReadPrimitiveCharacterStringBytes(tag, out var bytes);
                return Encoding.Latin1.GetString(bytes.Span);
            default:
                return null;
        }
    }
}
