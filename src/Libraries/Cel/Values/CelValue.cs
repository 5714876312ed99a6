using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Zot.Cel.Values;

/// <summary>A value of the expression language, or an evaluation error. Immutable.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct CelValue
{
    private readonly object? _object;
    private readonly long _bits;

    private CelValue(CelKind kind, long bits, object? content = null) => (Kind, _bits, _object) = (kind, bits, content);

    /// <summary>The null value.</summary>
    public static CelValue Null => default;

    /// <summary>The kind of the value.</summary>
    public CelKind Kind { get; }

    /// <summary>Indicates whether the value is an error.</summary>
    public bool IsError => Kind == CelKind.Error;

    /// <summary>Indicates whether the value is the boolean true.</summary>
    public bool IsTrue => Kind == CelKind.Bool && _bits != 0;

    /// <summary>Indicates whether the value is the boolean false.</summary>
    public bool IsFalse => Kind == CelKind.Bool && _bits == 0;

    /// <summary>
    /// The message of the error; <see langword="null"/> for other values. It may quote content of the request.
    /// </summary>
    public string? Error => IsError ? (string)_object! : null;

    internal bool IsNumber => Kind is CelKind.Int or CelKind.UInt or CelKind.Double;

    internal long Integer => _bits;

    internal ulong Unsigned => unchecked((ulong)_bits);

    internal double Real => BitConverter.Int64BitsToDouble(_bits);

    internal string Text => (string)_object!;

    internal byte[] Bytes => (byte[])_object!;

    /// <summary>
    /// The timestamp or duration in units of 100 nanoseconds; a timestamp is relative to the start of the year 1.
    /// </summary>
    internal long Ticks => _bits;

    internal CelValue[] Items => (CelValue[])_object!;

    internal CelMap Map => (CelMap)_object!;

    internal CelKind Type => (CelKind)_bits;

    internal bool HasContent => _object is not null;

    internal CelValue Content => (CelValue)_object!;

    /// <summary>Creates a boolean.</summary>
    public static CelValue Of(bool value) => new(CelKind.Bool, value ? 1 : 0);

    /// <summary>Creates a signed integer.</summary>
    public static CelValue Of(long value) => new(CelKind.Int, value);

    /// <summary>Creates an unsigned integer.</summary>
    public static CelValue Of(ulong value) => new(CelKind.UInt, unchecked((long)value));

    /// <summary>Creates a double.</summary>
    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Creates a string; empty for <see langword="null"/>.</summary>
    public static CelValue Of(string? value) => new(CelKind.String, 0, value ?? "");

    /// <summary>Creates a timestamp.</summary>
    public static CelValue Of(DateTimeOffset value) => new(CelKind.Timestamp, value.UtcTicks);

    /// <summary>Creates a duration.</summary>
    public static CelValue Of(TimeSpan value) => new(CelKind.Duration, value.Ticks);

    /// <summary>Creates a map.</summary>
    public static CelValue Of(CelMap value) => new(CelKind.Map, 0, value);

    /// <summary>Creates a list of values.</summary>
    public static CelValue Of(IEnumerable<CelValue> items) => OfItems([.. items]);

    /// <summary>Creates a list of strings.</summary>
    public static CelValue Of(IEnumerable<string> items) => Of(items.Select(Of));

    /// <summary>Creates an evaluation error.</summary>
    public static CelValue Failed(string reason) => new(CelKind.Error, 0, reason);

    internal static CelValue OfItems(CelValue[] items) => new(CelKind.List, 0, items);

    internal static CelValue OfBytes(byte[] bytes) => new(CelKind.Bytes, 0, bytes);

    internal static CelValue OfType(CelKind kind) => new(CelKind.Type, (long)kind);

    internal static CelValue OfOptional(CelValue? content) => new(CelKind.Optional, 0, content);

    /// <summary>Gets the string; <see langword="false"/> for other kinds of values.</summary>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = Kind == CelKind.String ? Text : null;
        return text is not null;
    }

    /// <summary>
    /// Gets the strings of a list; <see langword="false"/> if the value is not a list of strings only.
    /// </summary>
    public bool TryGetTexts([NotNullWhen(true)] out IReadOnlyList<string>? texts)
    {
        texts = Kind == CelKind.List && Array.TrueForAll(Items, static item => item.Kind == CelKind.String)
            ? Array.ConvertAll(Items, static item => item.Text)
            : null;
        return texts is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => CelNotation.Write(this);
}
