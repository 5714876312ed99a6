using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;

namespace Zot.Storage.Retention;

/// <summary>Decides which untagged manifests to keep: <c>keepUntagged</c> of a policy.</summary>
/// <remarks>
/// There is no decision on manifests that are kept anyway, because an image index lists them, or that are removed with
/// their subject. Manifests listed by a removed image index are evaluated by their own times.
/// </remarks>
internal sealed class UntaggedRetention
{
    private const string NoRule = "didn't meet any untagged retention rule";

    private readonly KeepRules _rules;
    private readonly RepositoryIndex _index;
    private readonly RetentionFacts _facts;
    private readonly Dictionary<Digest, RetentionDecision> _decisions;

    internal UntaggedRetention(
        RepositoryName repository,
        KeepUntaggedOptions options,
        RepositoryIndex index,
        ManifestGraph graph,
        RetentionFacts facts)
    {
        (_rules, _index, _facts) = (KeepRules.Of(options), index, facts);
        List<RetentionCandidate> candidates = [.. index.Untagged.Values
            .Where(entry => index.Manifests[entry.Descriptor.Digest].Entries == 1
                && !graph.IsListed(entry.Descriptor.Digest)
                && graph.SubjectOf(entry.Descriptor.Digest) is null)
            .OrderBy(static entry => entry.Order)
            .Select(entry => Candidate(entry.Descriptor))];
        _decisions = _rules.Judge(candidates, facts)
            .Select(judged => new RetentionDecision(
                repository, judged.Candidate.Manifest, Tag: null,
                judged.Candidate.Known, judged.Reason is not null, judged.Reason ?? NoRule))
            .ToDictionary(static decision => decision.Manifest.Digest);
    }

    /// <summary>The decisions, in the order of the index.</summary>
    internal IEnumerable<RetentionDecision> Decisions => _decisions.Values;

    /// <summary>Returns whether a manifest is kept.</summary>
    internal bool Keeps(Digest manifest) => _decisions.TryGetValue(manifest, out var decision)
        ? decision.IsKept
        : _rules.Within(Candidate(_index.Manifests[manifest].Descriptor), _facts) is not null;

    private RetentionCandidate Candidate(Descriptor manifest) => new(manifest, Tag: null, _facts.Of(manifest.Digest));
}
