using Zot.Client.Commands;
using Zot.Registry;

namespace Zot.Zli.Commands;

/// <summary>The name of an image: a repository, with a tag, a digest or neither.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Tag">The tag; empty if it is missing.</param>
/// <param name="Digest">The digest; empty if it is missing.</param>
internal sealed record ImageName(string Repository, string Tag, string Digest)
{
    private const string Rule = "invalid image reference format, use [repo:tag] or [repo@digest]";

    /// <summary>Parses a name with or without a tag or digest.</summary>
    /// <exception cref="CommandException">The name is invalid.</exception>
    public static ImageName Parse(string text) => TryParse(text) ?? throw new CommandException(Rule);

    /// <summary>Parses a name with a tag or digest.</summary>
    /// <exception cref="CommandException">The name is invalid, or has neither.</exception>
    public static ImageName ParseReference(string text) => TryParseReference(text) ?? throw new CommandException(Rule);

    /// <summary>Parses a name with a tag or digest; <see langword="null"/> if it is invalid, or has neither.</summary>
    public static ImageName? TryParseReference(string text) =>
        TryParse(text) is { } name && (name.Tag.Length > 0 || name.Digest.Length > 0) ? name : null;

    private static ImageName? TryParse(string text)
    {
        var (repository, tag, digest) = text.Split('@', 2) is [var before, var after] ? (before, "", after)
            : text.Split(':', 2) is [var name, var label] ? (name, label, "")
            : (text, "", "");
        return RepositoryName.TryParse(repository, out _)
            && (tag.Length > 0 ? Registry.Tag.TryParse(tag, out _) : !text.EndsWith(':'))
            && (digest.Length > 0 ? Registry.Digest.TryParse(digest, out _) : !text.EndsWith('@'))
            ? new ImageName(repository, tag, digest)
            : null;
    }
}
