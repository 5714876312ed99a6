namespace Zot.Configuration.Tree;

/// <summary>The form in which a scalar was written.</summary>
internal enum ConfigScalarKind
{
    /// <summary>A string, or the value of an environment variable.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary><c>null</c>: treated as missing.</summary>
    Nothing,
}
