namespace Zot.Metadata.Queries;

/// <summary>Ranks names of repositories by a text; lower is better.</summary>
public static class SearchRank
{
    /// <summary>The rank of every repository without a text.</summary>
    public const int WithoutText = 1;

    /// <summary>Returns the rank of a repository; <see langword="null"/> if it does not match.</summary>
    /// <param name="name">The name of the repository.</param>
    /// <param name="text">The text, in lower case, without slashes at its ends.</param>
    public static int? Of(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return WithoutText;
        }

        if (text.Count('/') > name.Count('/'))
        {
            return null;
        }

        if (name == text)
        {
            return 0;
        }

        return InSegments(name, text) ?? Anywhere(name, text);
    }

    private static int? InSegments(string name, string text)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        if (!text.Contains('/'))
        {
            return last.IndexOf(text, StringComparison.Ordinal) is var index and >= 0 ? index + 1
                : name.Split('/')[0].IndexOf(text, StringComparison.Ordinal) is var first and >= 0 ? (first + 1) * 10
                : null;
        }

        var parent = text[..(text.LastIndexOf('/') + 1)];
        return name.StartsWith(parent, StringComparison.Ordinal)
            && last.IndexOf(text[parent.Length..], StringComparison.Ordinal) is var found and >= 0
                ? found + 1
                : null;
    }

    private static int? Anywhere(string name, string text) => name.IndexOf(text, StringComparison.Ordinal) switch
    {
        < 0 => null,
        0 => 10,
        var index => (index + 1) * 100,
    };
}
