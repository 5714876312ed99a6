using System.Collections.Frozen;
using Zot.Cel.Values;

namespace Zot.Cel.Syntax;

/// <summary>The keywords and reserved words, which cannot be names.</summary>
internal static class CelWords
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while");

    /// <summary>Returns whether a word is a keyword; a keyword cannot be the name of a field either.</summary>
    public static bool IsUsed(string word) => word is "true" or "false" or "null" or "in";

    /// <summary>Returns whether a word is reserved; a reserved word can be the name of a field.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    public static bool TryReadConstant(string word, out CelValue value)
    {
        value = word == "null" ? CelValue.Null : CelValue.Of(word == "true");
        return word is "true" or "false" or "null";
    }
}
