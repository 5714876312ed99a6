using System.Diagnostics.CodeAnalysis;

namespace Zot.Registry;

/// <summary>The name of a repository: lower-case components joined by slashes, as in <c>library/alpine</c>.</summary>
/// <remarks>
/// distribution-spec, "Pulling manifests":
/// <c>[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*</c>. Sorts by component: a repository
/// precedes the repositories nested under it, and those precede its siblings.
/// </remarks>
public readonly record struct RepositoryName : IComparable<RepositoryName>
{
    // NAME_MAX of the file systems in use: a longer component cannot be stored.
    private const int MaxComponentLength = 255;

    // Leaves enough of PATH_MAX (4096) for "blobs/sha512/<hex>".
    private const int MaxLength = 3072;

    private readonly string? _text;

    private RepositoryName(string text) => _text = text;

    /// <summary>The components, outermost first.</summary>
    public IReadOnlyList<string> Components => ToString().Split('/');

    /// <summary>Parses a name sent by a client.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.NameInvalid"/>.</exception>
    public static RepositoryName Parse(string text) =>
        TryParse(text, out var name) ? name : throw RegistryError.NameInvalid.With("name", text);

    /// <summary>Parses a name; <see langword="false"/> if it is malformed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RepositoryName name)
    {
        name = default;
        if (text is null || text.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var component in text.AsSpan().Split('/'))
        {
            if (!IsComponent(text.AsSpan(component)))
            {
                return false;
            }
        }

        name = new RepositoryName(text);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(RepositoryName other)
    {
        var (left, right) = (ToString(), other.ToString());
        var length = Math.Min(left.Length, right.Length);
        var at = left.AsSpan(0, length).CommonPrefixLength(right.AsSpan(0, length));
        return at == length ? left.Length.CompareTo(right.Length) : Rank(left[at]).CompareTo(Rank(right[at]));
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    /// <summary>Returns whether one name sorts before another.</summary>
    public static bool operator <(RepositoryName left, RepositoryName right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether one name sorts before another or equals it.</summary>
    public static bool operator <=(RepositoryName left, RepositoryName right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether one name sorts after another.</summary>
    public static bool operator >(RepositoryName left, RepositoryName right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether one name sorts after another or equals it.</summary>
    public static bool operator >=(RepositoryName left, RepositoryName right) => left.CompareTo(right) >= 0;

    private static int Rank(char letter) => letter == '/' ? 0 : letter;

    // Letters and digits, with single '.', one or two '_' or any number of '-' between them.
    private static bool IsComponent(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxComponentLength || !IsAlphanumeric(text[0]) || !IsAlphanumeric(text[^1]))
        {
            return false;
        }

        for (var at = 0; at < text.Length; at++)
        {
            if (IsAlphanumeric(text[at]))
            {
                continue;
            }

            var run = text[at..].IndexOfAnyExcept(text[at]);
            var allowed = text[at] switch
            {
                '.' => run == 1,
                '_' => run <= 2,
                '-' => true,
                _ => false,
            };
            at += run;
            if (!allowed || !IsAlphanumeric(text[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAlphanumeric(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter);
}
