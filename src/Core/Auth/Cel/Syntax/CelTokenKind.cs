namespace Zot.Auth.Cel;

/// <summary>The kinds of words of an expression.</summary>
internal enum CelTokenKind
{
    /// <summary>Nothing follows.</summary>
    End,

    /// <summary>A name, a word that the language uses or keeps for itself among them.</summary>
    Name,

    /// <summary>A punctuation mark or operator.</summary>
    Symbol,

    /// <summary>A whole number; its sign is a symbol of its own.</summary>
    Integer,

    /// <summary>Any other literal.</summary>
    Literal,
}
