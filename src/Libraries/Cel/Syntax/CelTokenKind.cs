namespace Zot.Cel.Syntax;

/// <summary>The kinds of tokens.</summary>
internal enum CelTokenKind
{
    /// <summary>The end of the expression.</summary>
    End,

    /// <summary>A name, including keywords and reserved words.</summary>
    Name,

    /// <summary>A punctuation mark or operator.</summary>
    Symbol,

    /// <summary>An integer; its sign is a separate symbol.</summary>
    Integer,

    /// <summary>Any other literal.</summary>
    Literal,
}
