using System.Text.RegularExpressions;
using Zot.Configuration.Storage;
using Zot.Go;
using Zot.Registry;
using Zot.Storage.Indexing;

namespace Zot.Storage.Retention;

/// <summary>Decides which tags of a repository to keep: <c>keepTags</c> of a policy.</summary>
/// <remarks>
/// A tag belongs to the first entry that has a matching pattern, or no pattern; a tag that matches no entry is removed.
/// The tag of a signature is kept as long as its subject, whatever the entries say; without a subject it does not count
/// against the limits of other tags.
/// </remarks>
internal sealed class TagRetention
{
    private const string NoPattern = "didn't meet any tag 'patterns' rules";
    private const string NoRule = "didn't meet any tag retention rule";
    private const string ByPattern = "retained by patterns policy";
    private const string BySubject = "retained with its subject";

    private readonly List<Entry> _entries;

    internal TagRetention(IEnumerable<KeepTagsOptions> entries) =>
        _entries = [.. entries.Select(static entry => new Entry(entry))];

    /// <summary>Decides on every tag; without entries, returns no decisions.</summary>
    internal IReadOnlyList<RetentionDecision> Decide(
        RepositoryName repository, RepositoryIndex index, RetentionFacts facts)
    {
        if (_entries.Count == 0)
        {
            return [];
        }

        return [.. index.Tags
            .Select(tag => new RetentionCandidate(
                index.Tagged[tag].Descriptor, tag, facts.Of(index.Tagged[tag].Descriptor.Digest)))
            .GroupBy(candidate => GroupOf(candidate, index))
            .SelectMany(group => group.Key.HasSubject
                ? group.Select(static candidate => (Candidate: candidate, IsKept: true, Reason: BySubject))
                : Judge(group.Key.Entry, [.. group], facts))
            .Select(judged => new RetentionDecision(
                repository, judged.Candidate.Manifest, judged.Candidate.Tag,
                judged.Candidate.Known, judged.IsKept, judged.Reason))];
    }

    private (Entry? Entry, bool IsSubjectTag, bool HasSubject) GroupOf(
        RetentionCandidate candidate, RepositoryIndex index)
    {
        var tag = SubjectTag.TryParse(candidate.Tag!);
        return tag?.FindIn(index, candidate.Manifest.Digest) is null
            ? (_entries.Find(entry => entry.IsFor(candidate.Tag!)), tag is not null, false)
            : (null, true, true);
    }

    private static IEnumerable<(RetentionCandidate Candidate, bool IsKept, string Reason)> Judge(
        Entry? entry, IReadOnlyList<RetentionCandidate> candidates, RetentionFacts facts) =>
        entry switch
        {
            null => candidates.Select(static candidate => (candidate, false, NoPattern)),
            { Rules: null } => candidates.Select(static candidate => (candidate, true, ByPattern)),
            { Rules: var rules } => rules.Judge(candidates, facts).Select(
                static judged => (judged.Candidate, judged.Reason is not null, judged.Reason ?? NoRule)),
        };

    private sealed class Entry(KeepTagsOptions options)
    {
        private readonly List<Regex> _patterns =
            [.. options.Patterns.Select(static pattern => GoRegex.TryParse(pattern, out var expression)
                ? expression
                : throw new InvalidOperationException(
                    $"keepTags.patterns contains '{pattern}', which is not a regular expression"))];

        internal KeepRules? Rules { get; } = options.HasRules ? KeepRules.Of(options) : null;

        internal bool IsFor(string tag) => _patterns.Count == 0 || _patterns.Exists(pattern => pattern.IsMatch(tag));
    }
}
