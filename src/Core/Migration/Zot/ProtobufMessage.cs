using System.Text;

namespace Zot.Migration.Zot;

/// <summary>
/// Reads the fields of a protobuf message one by one, in the order of the message; the caller interprets them.
/// </summary>
/// <remarks>protobuf.dev, "Encoding". ADR 0012 explains why there is a custom reader.</remarks>
internal ref struct ProtobufMessage(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = message;
    private int _type;
    private ulong _number;
    private ReadOnlySpan<byte> _bytes;

    /// <summary>The number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>The field as a number.</summary>
    public readonly long Number => _type == Varint ? (long)_number : throw Damaged();

    /// <summary>The field as bytes, or as an embedded message.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _type == Delimited ? _bytes : throw Damaged();

    /// <summary>The field as a string.</summary>
    public readonly string Text
    {
        get
        {
            try
            {
                return Utf8.GetString(Bytes);
            }
            catch (DecoderFallbackException cause)
            {
                throw new InvalidDataException("a string in a protobuf message is not UTF-8", cause);
            }
        }
    }

    /// <summary>Advances to the next field.</summary>
    /// <exception cref="InvalidDataException">The field cannot be read.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        (Field, _type) = ((int)(tag >> 3), (int)(tag & 7));
        switch (_type)
        {
            case Varint:
                _number = ReadVarint();
                return true;
            case Fixed64:
                Take(sizeof(ulong));
                return true;
            case Delimited:
                _bytes = Take(ReadVarint());
                return true;
            case Fixed32:
                Take(sizeof(uint));
                return true;
            default:
                throw Damaged();
        }
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private static InvalidDataException Damaged() => new("a protobuf message is damaged");
}
