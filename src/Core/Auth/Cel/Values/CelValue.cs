using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Zot.Auth.Cel;

/// <summary>A value of the expression language, or the error that stands in its place. Immutable.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct CelValue
{
    private readonly object? _object;
    private readonly long _bits;

    private CelValue(CelKind kind, long bits, object? content = null) => (Kind, _bits, _object) = (kind, bits, content);

    /// <summary>Nothing.</summary>
    public static CelValue Null => default;

    /// <summary>What kind of value it is.</summary>
    public CelKind Kind { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsError => Kind == CelKind.Error;

    /// <summary>Whether it is the boolean true.</summary>
    public bool IsTrue => Kind == CelKind.Bool && _bits != 0;

    /// <summary>Whether it is the boolean false.</summary>
    public bool IsFalse => Kind == CelKind.Bool && _bits == 0;

    /// <summary>Why there is no value; <see langword="null"/> when there is one. It may quote what the caller sent.</summary>
    public string? Error => IsError ? (string)_object! : null;

    internal bool IsNumber => Kind is CelKind.Int or CelKind.UInt or CelKind.Double;

    internal long Integer => _bits;

    internal ulong Unsigned => unchecked((ulong)_bits);

    internal double Real => BitConverter.Int64BitsToDouble(_bits);

    internal string Text => (string)_object!;

    internal byte[] Bytes => (byte[])_object!;

    /// <summary>A moment or a span, in units of 100 nanoseconds; a moment since the start of the year 1.</summary>
    internal long Ticks => _bits;

    internal CelValue[] Items => (CelValue[])_object!;

    internal CelMap Map => (CelMap)_object!;

    internal CelKind Type => (CelKind)_bits;

    internal bool HasContent => _object is not null;

    internal CelValue Content => (CelValue)_object!;

    /// <summary>A boolean.</summary>
    public static CelValue Of(bool value) => new(CelKind.Bool, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static CelValue Of(long value) => new(CelKind.Int, value);

    /// <summary>A whole number that is never negative.</summary>
    public static CelValue Of(ulong value) => new(CelKind.UInt, unchecked((long)value));

    /// <summary>A number.</summary>
    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A text; empty for <see langword="null"/>.</summary>
    public static CelValue Of(string? value) => new(CelKind.String, 0, value ?? "");

    /// <summary>A moment.</summary>
    public static CelValue Of(DateTimeOffset value) => new(CelKind.Timestamp, value.UtcTicks);

    /// <summary>A span of time.</summary>
    public static CelValue Of(TimeSpan value) => new(CelKind.Duration, value.Ticks);

    /// <summary>Values by name.</summary>
    public static CelValue Of(CelMap value) => new(CelKind.Map, 0, value);

    /// <summary>A list of values.</summary>
    public static CelValue Of(IEnumerable<CelValue> items) => OfItems([.. items]);

    /// <summary>A list of texts.</summary>
    public static CelValue Of(IEnumerable<string> items) => Of(items.Select(Of));

    /// <summary>No value.</summary>
    public static CelValue Failed(string reason) => new(CelKind.Error, 0, reason);

    internal static CelValue OfItems(CelValue[] items) => new(CelKind.List, 0, items);

    internal static CelValue OfBytes(byte[] bytes) => new(CelKind.Bytes, 0, bytes);

    internal static CelValue OfType(CelKind kind) => new(CelKind.Type, (long)kind);

    internal static CelValue OfOptional(CelValue? content) => new(CelKind.Optional, 0, content);

    /// <summary>The text, when it is one.</summary>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = Kind == CelKind.String ? Text : null;
        return text is not null;
    }

    /// <summary>The texts, when it is a list of nothing but texts.</summary>
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
