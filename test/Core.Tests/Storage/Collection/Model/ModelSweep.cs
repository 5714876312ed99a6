using System.Text.RegularExpressions;
using Zot.Registry;
using Zot.Storage.Collection;

namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>The removals expected from a sweep of a repository, derived from the rules alone.</summary>
internal sealed class ModelSweep
{
    private readonly CollectionRules _rules;
    private readonly ModelRepository _repository;
    private readonly IReadOnlyDictionary<Digest, ModelManifest> _manifests;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset _since;
    private readonly HashSet<string> _tags;
    private readonly HashSet<Digest> _gone = [];

    internal ModelSweep(
        CollectionRules rules, ModelRepository repository, IReadOnlyDictionary<Digest, ModelManifest> manifests, DateTimeOffset now, DateTimeOffset since)
    {
        (_rules, _repository, _manifests, _now, _since) = (rules, repository, manifests, now, since);
        _tags = KeptTags();
        var kept = KeptUntagged();
        while (repository.Manifests.Where(digest => !_gone.Contains(digest) && MustGo(digest, kept)).ToList() is { Count: > 0 } going)
        {
            _gone.UnionWith(going);
        }

        var needed = Needed();
        Blobs = repository.Files
            .Where(file => !needed.Contains(file.Key) && IsOld(file.Value.Time, rules.BlobAge))
            .Select(static file => file.Key)
            .ToHashSet();
        Uploads = repository.Uploads.Count(time => IsOld(time, rules.BlobAge));
        IsEmptied = Blobs.Count + Uploads > 0
            && Blobs.Count == repository.Files.Count
            && _gone.Count == repository.Manifests.Count
            && Uploads == repository.Uploads.Count;
    }

    internal IEnumerable<string> Tags => _repository.Tags.Keys.Except(_tags);

    internal IReadOnlySet<Digest> Manifests => _gone;

    internal IReadOnlySet<Digest> Blobs { get; }

    internal int Uploads { get; }

    internal bool IsEmptied { get; }

    private HashSet<string> KeptTags()
    {
        if (_rules.KeepTags.Count == 0)
        {
            return [.. _repository.Tags.Keys];
        }

        return [.. _repository.Tags
            .GroupBy(tag => _rules.KeepTags.FirstOrDefault(entry => entry.Patterns.Count == 0 || entry.Patterns.Any(pattern => Regex.IsMatch(tag.Key, pattern))))
            .Where(static group => group.Key is not null)
            .SelectMany(IEnumerable<KeyValuePair<string, Digest>> (group) => group.Key!.HasRules
                ? Kept(
                    group, static tag => tag.Value,
                    (group.Key.PulledWithin, group.Key.PushedWithin, group.Key.MostRecentlyPulledCount, group.Key.MostRecentlyPushedCount))
                : group)
            .Select(static tag => tag.Key)];
    }

    private HashSet<Digest> KeptUntagged()
    {
        if (_rules.KeepUntagged is not { } keep)
        {
            return [];
        }

        // Manifests that an image index lists, even a removed one, do not count against the limits of the others.
        var untagged = _repository.Manifests.Where(IsUntagged).ToList();
        var competing = untagged.Where(digest => _manifests[digest].Subject is null && !IsListed(digest, _repository.Manifests));
        return
        [
            .. Kept(untagged, static digest => digest, (keep.PulledWithin, keep.PushedWithin, 0, 0)),
            .. Kept(competing, static digest => digest, (keep.PulledWithin, keep.PushedWithin, keep.MostRecentlyPulledCount, keep.MostRecentlyPushedCount)),
        ];
    }

    private HashSet<T> Kept<T>(
        IEnumerable<T> candidates, Func<T, Digest> digest, (TimeSpan? PulledWithin, TimeSpan? PushedWithin, int Pulled, int Pushed) rules)
    {
        var known = candidates.Select(candidate => (Candidate: candidate, Pushed: PushedAt(digest(candidate)), Pulled: PulledAt(digest(candidate)))).ToList();
        return
        [
            .. known.Where(one => !IsOld(one.Pushed, rules.PushedWithin) || !IsOld(one.Pushed, rules.PulledWithin) || !IsOld(one.Pulled, rules.PulledWithin))
                .Concat(known.Where(_ => !IsOld(_since, rules.PulledWithin)))
                .Concat(known.OrderByDescending(static one => one.Pulled).ThenByDescending(static one => one.Pushed).Take(rules.Pulled))
                .Concat(known.OrderByDescending(static one => one.Pushed).ThenByDescending(static one => one.Pulled).Take(rules.Pushed))
                .Select(static one => one.Candidate),
        ];

        bool IsOld(DateTimeOffset? time, TimeSpan? limit) => limit is null || time is null || _now - time >= limit;
    }

    private DateTimeOffset PushedAt(Digest manifest) =>
        _repository.Noted.GetValueOrDefault(manifest)?.Pushed ?? _repository.Files[manifest].Time;

    private DateTimeOffset? PulledAt(Digest manifest) => _repository.Noted.GetValueOrDefault(manifest)?.LastPulled;

    private bool IsUntagged(Digest manifest) => !_tags.Any(tag => _repository.Tags[tag] == manifest);

    private bool IsListed(Digest manifest, IEnumerable<Digest> among) => among.Any(other => _manifests[other].Listed.Contains(manifest));

    private bool MustGo(Digest manifest, HashSet<Digest> kept)
    {
        var staying = _repository.Manifests.Except(_gone).ToHashSet();
        if (IsListed(manifest, staying) || !IsOld(_repository.Files[manifest].Time, _rules.ManifestAge))
        {
            return false;
        }

        return _manifests[manifest].Subject is { } subject
            ? _rules.DeletesReferrers && !staying.Contains(subject)
            : _rules.DeletesUntagged && IsUntagged(manifest) && !kept.Contains(manifest);
    }

    private HashSet<Digest> Needed()
    {
        HashSet<Digest> needed = [];
        Stack<Digest> open = new(_repository.Manifests.Except(_gone));
        while (open.TryPop(out var digest))
        {
            // The references of a manifest whose bytes are missing are unknown.
            if (needed.Add(digest) && _repository.Files.ContainsKey(digest) && _manifests.TryGetValue(digest, out var manifest))
            {
                foreach (var named in manifest.Named)
                {
                    open.Push(named);
                }
            }
        }

        return needed;
    }

    private bool IsOld(DateTimeOffset time, TimeSpan limit) => _now - time > limit;
}
