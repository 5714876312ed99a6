namespace Zot.Auth.Cel;

/// <summary>The kinds of values of the expression language.</summary>
public enum CelKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A whole number of 64 bits.</summary>
    Int,

    /// <summary>A whole number of 64 bits that is never negative.</summary>
    UInt,

    /// <summary>An IEEE 754 number of 64 bits.</summary>
    Double,

    /// <summary>A text; its size and its indices count code points.</summary>
    String,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A moment in UTC, of the years 1 to 9999, to 100 nanoseconds.</summary>
    Timestamp,

    /// <summary>A span of time, to 100 nanoseconds.</summary>
    Duration,

    /// <summary>Values in an order.</summary>
    List,

    /// <summary>Values by a bool, int, uint or string.</summary>
    Map,

    /// <summary>The type of a value.</summary>
    Type,

    /// <summary>A value that may be absent.</summary>
    Optional,

    /// <summary>No value: what was asked for has none.</summary>
    Error,
}
