using System.Buffers;
using System.Formats.Asn1;
using System.Text;

namespace Zot.Auth.Mtls;

/// <summary>An attribute of a certificate subject.</summary>
/// <param name="Type">The object identifier.</param>
/// <param name="Text">The value; <see langword="null"/> if it is not a string.</param>
/// <param name="Encoded">The value as encoded in the certificate.</param>
internal sealed record SubjectAttribute(string Type, string? Text, ReadOnlyMemory<byte> Encoded)
{
    // The characters of a PrintableString: X.680, section 41.4.
    private static readonly SearchValues<char> Printable =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?");

    /// <summary>Reads an attribute.</summary>
    /// <exception cref="AsnContentException">The attribute is malformed.</exception>
    public static SubjectAttribute Read(AsnReader attribute)
    {
        var type = attribute.ReadObjectIdentifier();
        var encoded = attribute.PeekEncodedValue();
        var tag = attribute.PeekTag();
        return new SubjectAttribute(type, TextOf(attribute, tag), encoded);
    }

    /// <summary>
    /// Encodes the value as zot does for its hexadecimal form: a string as PrintableString, or else as UTF8String.
    /// </summary>
    public byte[] ToDer()
    {
        if (Text is null)
        {
            return Encoded.ToArray();
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(
            Text.AsSpan().ContainsAnyExcept(Printable)
                ? UniversalTagNumber.UTF8String
                : UniversalTagNumber.PrintableString, Text);
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

            // Real T.61 is hardly ever used: in practice the content is Latin-1.
            case UniversalTagNumber.T61String:
                attribute.TryReadPrimitiveCharacterStringBytes(tag, out var bytes);
                return Encoding.Latin1.GetString(bytes.Span);
            default:
                return null;
        }
    }
}
