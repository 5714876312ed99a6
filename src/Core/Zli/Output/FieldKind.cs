namespace Zot.Zli.Output;

/// <summary>The kinds of values in results.</summary>
internal enum FieldKind
{
    /// <summary>A text; empty if it is missing.</summary>
    Text,

    /// <summary>A time in RFC 3339; year 1 if it is missing.</summary>
    Time,

    /// <summary>A whole number; 0 if it is missing.</summary>
    Number,

    /// <summary>A Boolean; <see langword="false"/> if it is missing.</summary>
    Flag,

    /// <summary>An object; all its members have their defaults if it is missing.</summary>
    Object,

    /// <summary>A list of objects; <see langword="null"/> if it is missing.</summary>
    List,

    /// <summary>A list of texts; <see langword="null"/> if it is missing.</summary>
    Texts,
}
