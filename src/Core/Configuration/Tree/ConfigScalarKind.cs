namespace Zot.Configuration;

/// <summary>How a scalar was written.</summary>
internal enum ConfigScalarKind
{
    /// <summary>A string, or the value of an environment variable.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary><c>null</c>: as good as absent.</summary>
    Nothing,
}
