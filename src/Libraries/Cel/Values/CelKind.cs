namespace Zot.Cel.Values;

/// <summary>The kinds of values of the expression language.</summary>
public enum CelKind
{
    /// <summary>The null value.</summary>
    Null,

    /// <summary>A boolean.</summary>
    Bool,

    /// <summary>A signed 64-bit integer.</summary>
    Int,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt,

    /// <summary>A 64-bit IEEE 754 floating-point number.</summary>
    Double,

    /// <summary>A string; its size and indices count code points.</summary>
    String,

    /// <summary>A byte sequence.</summary>
    Bytes,

    /// <summary>A UTC timestamp of the years 1 to 9999, with a precision of 100 nanoseconds.</summary>
    Timestamp,

    /// <summary>A duration, with a precision of 100 nanoseconds.</summary>
    Duration,

    /// <summary>An ordered list of values.</summary>
    List,

    /// <summary>A map with keys of type bool, int, uint or string.</summary>
    Map,

    /// <summary>The type of a value.</summary>
    Type,

    /// <summary>A value that may be absent.</summary>
    Optional,

    /// <summary>An evaluation error.</summary>
    Error,
}
