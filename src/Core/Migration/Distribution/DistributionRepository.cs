using Zot.Registry;

namespace Zot.Migration.Distribution;

/// <summary>The tags and manifests of one repository of the distribution registry, as its links define them.</summary>
internal sealed class DistributionRepository(string name)
{
    // Enough to recognize the content of an invalid link.
    private const int MaxQuoted = 80;

    private readonly Dictionary<Digest, List<Tag>> _manifests = [];
    private readonly List<string> _faults = [];

    /// <summary>The manifests, with the tags that point to each.</summary>
    internal IReadOnlyDictionary<Digest, List<Tag>> Manifests => _manifests;

    /// <summary>The unreadable or invalid links, one sentence each.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds a failure to read the repository.</summary>
    internal void AddFault(string fault) => _faults.Add($"{name}: {fault}");

    /// <summary>Adds a manifest.</summary>
    /// <param name="folder">The digest in the name of its directory.</param>
    /// <param name="link">
    /// The content of its link; <see langword="null"/> if it is missing, as the manifest was deleted.
    /// </param>
    internal void AddRevision(string folder, string? link)
    {
        if (link is null)
        {
            return;
        }

        if (Digest.TryParse(link, out var digest) && link == folder)
        {
            TagsOf(digest);
        }
        else
        {
            _faults.Add($"{name}@{folder}: the link contains {Quote(link)}, not this digest");
        }
    }

    /// <summary>Adds a tag.</summary>
    /// <param name="text">The name of its directory.</param>
    /// <param name="link">The content of its link; <see langword="null"/> if it is missing.</param>
    internal void AddTag(string text, string? link)
    {
        if (!Tag.TryParse(text, out var tag))
        {
            _faults.Add($"{name}:{text}: invalid tag name");
        }
        else if (!Digest.TryParse(link, out var digest))
        {
            _faults.Add($"{name}:{tag}: the "
                + $"link {(link is null ? "is missing" : $"contains {Quote(link)}, which is not a digest")}");
        }
        else
        {
            TagsOf(digest).Add(tag);
        }
    }

    // A surrogate pair must not be split.
    private static string Quote(string text) => text.Length <= MaxQuoted
        ? $"'{text}'"
        : $"'{text[..(char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted)]}'";

    private List<Tag> TagsOf(Digest digest)
    {
        if (!_manifests.TryGetValue(digest, out var tags))
        {
            _manifests.Add(digest, tags = []);
        }

        return tags;
    }
}
