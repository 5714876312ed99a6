using System.Text;

namespace Zot.Testing.Bolt;

/// <summary>Builds a protobuf message field by field.</summary>
public sealed class ProtobufBytes
{
    private readonly List<byte> _bytes = [];

    public ProtobufBytes Add(int field, long number)
    {
        Varint((ulong)field << 3);
        Varint((ulong)number);
        return this;
    }

    public ProtobufBytes Add(int field, byte[] bytes)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    public ProtobufBytes Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufBytes Add(int field, ProtobufBytes message) => Add(field, message.ToArray());

    /// <summary>Adds a google.protobuf.Timestamp; Go's zero time for <see langword="null"/>.</summary>
    public ProtobufBytes Add(int field, DateTimeOffset? time)
    {
        var known = time ?? DateTimeOffset.MinValue;
        var message = new ProtobufBytes().Add(1, known.ToUnixTimeSeconds());
        return Add(field, known.Nanosecond + (known.Microsecond * 1000) + (known.Millisecond * 1_000_000) is var nanoseconds and not 0
            ? message.Add(2, nanoseconds)
            : message);
    }

    /// <summary>Adds an entry of a map.</summary>
    public ProtobufBytes AddEntry(int field, string key, ProtobufBytes value) => Add(field, new ProtobufBytes().Add(1, key).Add(2, value));

    public byte[] ToArray() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
