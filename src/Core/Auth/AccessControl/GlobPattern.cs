using System.Diagnostics.CodeAnalysis;
using System.Text;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>A glob for repository names, such as <c>team-*/**</c>. Immutable; matching does not allocate.</summary>
/// <remarks>
/// <c>*</c> matches any text within a component, <c>?</c> one character, <c>[a-z]</c> a character of the class, and
/// <c>[!a-z]</c> or <c>[^a-z]</c> a character outside it. <c>{a,b}</c> matches either alternative. <c>**</c> as a whole
/// component matches zero or more components (<c>a/**</c> matches <c>a</c>). <c>\</c> escapes the next character.
/// </remarks>
public sealed class GlobPattern
{
    private readonly GlobAlternative[] _alternatives;

    private GlobPattern(string text, GlobAlternative[] alternatives) =>
        (Text, Length, _alternatives) = (text, Encoding.UTF8.GetByteCount(text), alternatives);

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The length of the text in UTF-8 bytes: of several matching patterns, the longest wins.</summary>
    public int Length { get; }

    /// <summary>The patterns without braces that this pattern expands to.</summary>
    internal IReadOnlyList<GlobAlternative> Alternatives => _alternatives;

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">The text is not a valid glob; the message contains the reason.</exception>
    public static GlobPattern Parse(string text) =>
        TryParse(text, out var pattern, out var reason) ? pattern : throw new FormatException(reason);

    /// <summary>
    /// Parses a pattern; <see langword="false"/> with a reason (<c>must close its '['</c>) if it is not a valid glob.
    /// </summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out GlobPattern? pattern, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        if (!GlobParser.TryParse(text, out var alternatives, out reason))
        {
            return false;
        }

        pattern = new GlobPattern(text, alternatives);
        return true;
    }

    /// <summary>Returns whether a repository matches.</summary>
    public bool Matches(RepositoryName repository) => Matches(repository.ToString());

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal bool Matches(ReadOnlySpan<char> name)
    {
        foreach (var alternative in _alternatives)
        {
            if (alternative.Matches(name))
            {
                return true;
            }
        }

        return false;
    }
}
