using Zot.Registry;

namespace Zot.Storage.Migration;

/// <summary>What the links of one repository of the distribution registry say.</summary>
internal sealed class DistributionRepository(string name)
{
    // Enough to recognise what is in a link that holds something else.
    private const int MaxQuoted = 80;

    private readonly Dictionary<Digest, List<Tag>> _manifests = [];
    private readonly List<string> _faults = [];

    /// <summary>The manifests, with the tags that point to each.</summary>
    internal IReadOnlyDictionary<Digest, List<Tag>> Manifests => _manifests;

    /// <summary>The links that lead nowhere, as sentences.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds what cannot be read of it.</summary>
    internal void AddFault(string fault) => _faults.Add($"{name}: {fault}");

    /// <summary>Adds a manifest.</summary>
    /// <param name="folder">The digest by which its folder is named.</param>
    /// <param name="link">What its link holds; <see langword="null"/> when there is none, as the manifest was deleted.</param>
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
            _faults.Add($"{name}@{folder}: its link holds {Quote(link)}, not this digest");
        }
    }

    /// <summary>Adds a tag.</summary>
    /// <param name="text">The name of its folder.</param>
    /// <param name="link">What its link holds; <see langword="null"/> when there is none.</param>
    internal void AddTag(string text, string? link)
    {
        if (!Tag.TryParse(text, out var tag))
        {
            _faults.Add($"{name}:{text}: this is no name for a tag");
        }
        else if (!Digest.TryParse(link, out var digest))
        {
            _faults.Add($"{name}:{tag}: its link {(link is null ? "is missing" : $"holds {Quote(link)}, which is no digest")}");
        }
        else
        {
            TagsOf(digest).Add(tag);
        }
    }

    // A pair of surrogates is not cut in two.
    private static string Quote(string text) =>
        $"'{(text.Length <= MaxQuoted ? text : text[..(char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted)])}'";

    private List<Tag> TagsOf(Digest digest)
    {
        if (!_manifests.TryGetValue(digest, out var tags))
        {
            _manifests.Add(digest, tags = []);
        }

        return tags;
    }
}
