#if EXT_SYNC
using Zot.Auth.AccessControl;
using Zot.Configuration.Extensions;
using Zot.Registry;

namespace Zot.Extensions.Sync.Naming;

/// <summary>Maps names by one entry of <c>content</c>.</summary>
internal sealed class NameRule
{
    private readonly GlobPattern _prefix;
    private readonly string _stripped;
    private readonly string _destination;

    /// <summary>Creates a rule.</summary>
    /// <exception cref="FormatException">The prefix, an expression for tags, or an image is invalid.</exception>
    public NameRule(SyncContentOptions content)
    {
        _prefix = GlobPattern.Parse(content.Prefix.Trim('/'));

        // As in zot: with a glob in the middle this is the name of no repository, so nothing is removed.
        _stripped = content.StripPrefix ? content.Prefix.Trim('/', '*') : "";
        _destination = (content.Destination ?? "").Trim('/');
        Tags = TagFilter.Create(content.Tags);
        Images = [.. content.Images.Select(ParseImage)];
    }

    /// <summary>The tags of the entry.</summary>
    public TagFilter Tags { get; }

    /// <summary>The images that the entry names by digest.</summary>
    public IReadOnlyList<(RepositoryName Repository, Digest Digest)> Images { get; }

    /// <summary>Returns whether the entry applies to a repository of the upstream registry.</summary>
    public bool Matches(RepositoryName upstream) => _prefix.Matches(upstream);

    /// <summary>Maps a repository that the entry applies to.</summary>
    /// <returns>The name in this registry; <see langword="null"/> if it would be invalid.</returns>
    public RepositoryName? FindLocal(RepositoryName upstream)
    {
        var name = upstream.ToString();
        var rest = name.StartsWith(_stripped, StringComparison.Ordinal) ? name[_stripped.Length..].Trim('/') : name;
        return Parse(Join(_destination, rest));
    }

    /// <summary>Maps a repository back: finds a name that the entry applies to, and maps to this one.</summary>
    /// <returns>The name in the upstream registry; <see langword="null"/> if the rule does not include it.</returns>
    public RepositoryName? FindUpstream(RepositoryName local)
    {
        var name = local.ToString();
        if (_destination.Length > 0 && name != _destination
            && !name.StartsWith($"{_destination}/", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name[_destination.Length..].Trim('/');
        string[] candidates = _stripped.Length == 0 ? [rest] : [Join(_stripped, rest), _stripped + rest, rest];
        return candidates.Select(Parse).FirstOrDefault(candidate =>
            candidate is { } upstream && Matches(upstream) && FindLocal(upstream) == local);
    }

    private static (RepositoryName Repository, Digest Digest) ParseImage(string image) =>
        image.Split('@') is [var name, var text]
        && RepositoryName.TryParse(name, out var repository) && Digest.TryParse(text, out var digest)
            ? (repository, digest)
            : throw new FormatException($"'{image}' is not a repository and a digest");

    private static string Join(string first, string second) =>
        first.Length == 0 || second.Length == 0 ? first + second : $"{first}/{second}";

    private static RepositoryName? Parse(string text) => RepositoryName.TryParse(text, out var name) ? name : null;
}
#endif
