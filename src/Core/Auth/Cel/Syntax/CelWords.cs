using System.Collections.Frozen;

namespace Zot.Auth.Cel;

/// <summary>Words that are no names.</summary>
internal static class CelWords
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while");

    /// <summary>Whether the language uses the word; it cannot be the name of a field either.</summary>
    public static bool IsUsed(string word) => word is "true" or "false" or "null" or "in";

    /// <summary>Whether the language keeps the word for itself; it can be the name of a field.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    public static bool TryReadConstant(string word, out CelValue value)
    {
        value = word == "null" ? CelValue.Null : CelValue.Of(word == "true");
        return word is "true" or "false" or "null";
    }
}
