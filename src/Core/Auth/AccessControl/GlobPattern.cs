using System.Diagnostics.CodeAnalysis;
using System.Text;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>A glob over the names of repositories, as in <c>team-*/**</c>. Immutable; matching allocates nothing.</summary>
/// <remarks>
/// <c>*</c> is any text within a component, <c>?</c> one letter of it, <c>[a-z]</c> one of these and <c>[!a-z]</c> or
/// <c>[^a-z]</c> one of the others, <c>{a,b}</c> one alternative or the other, <c>**</c> as a whole component any number of
/// components, none included (<c>a/**</c> matches <c>a</c>), <c>\</c> takes from the next letter what it means.
/// </remarks>
public sealed class GlobPattern
{
    private readonly GlobAlternative[] _alternatives;

    private GlobPattern(string text, GlobAlternative[] alternatives) =>
        (Text, Length, _alternatives) = (text, Encoding.UTF8.GetByteCount(text), alternatives);

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The length of the text in bytes (UTF-8): of several patterns that match, the longest counts.</summary>
    public int Length { get; }

    /// <summary>The patterns without braces that this one stands for.</summary>
    internal IReadOnlyList<GlobAlternative> Alternatives => _alternatives;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is no glob; the message says why.</exception>
    public static GlobPattern Parse(string text) =>
        TryParse(text, out var pattern, out var reason) ? pattern : throw new FormatException(reason);

    /// <summary>Reads a pattern; <see langword="false"/> and a reason (<c>must close its '['</c>) when it is no glob.</summary>
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

    /// <summary>Whether a repository is meant.</summary>
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
