using System.Collections.Immutable;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>Builds the next index of a repository, and records the changes.</summary>
/// <remarks>A manifest stays in the index, untagged if necessary, until it is deleted by its digest.</remarks>
internal sealed class IndexEditor(RepositoryIndex start)
{
    private readonly List<IndexChange> _changes = [];
    private readonly ImmutableDictionary<string, IndexEntry>.Builder _tagged = start.Tagged.ToBuilder();
    private readonly ImmutableDictionary<Digest, IndexEntry>.Builder _untagged = start.Untagged.ToBuilder();
    private readonly ImmutableDictionary<Digest, IndexedManifest>.Builder _manifests = start.Manifests.ToBuilder();
    private long _nextOrder = start.NextOrder;

    /// <summary>The changes, in order.</summary>
    internal IReadOnlyList<IndexChange> Changes => _changes;

    internal RepositoryIndex ToIndex() => _changes.Count == 0
        ? start
        : start.With(
            _tagged.ToImmutable(), _untagged.ToImmutable(), _manifests.ToImmutable(), _nextOrder, _changes);

    /// <summary>Adds a manifest, and moves tags to it.</summary>
    internal void Push(Descriptor manifest, IEnumerable<Tag> tags)
    {
        foreach (var tag in tags)
        {
            SetTag(tag.ToString(), manifest);
        }

        if (!_manifests.ContainsKey(manifest.Digest))
        {
            Apply(IndexChange.Set(new IndexEntry(manifest, Tag: null)));
        }
    }

    /// <summary>Removes a tag.</summary>
    internal void RemoveTag(string tag)
    {
        if (_tagged.TryGetValue(tag, out var entry))
        {
            Apply(IndexChange.Remove(tag));
            KeepUntagged(entry);
        }
    }

    /// <summary>Removes a manifest with all its tags.</summary>
    internal void Delete(Digest digest)
    {
        if (!_manifests.TryGetValue(digest, out var manifest))
        {
            return;
        }

        if (_untagged.ContainsKey(digest))
        {
            Apply(IndexChange.Remove(digest));
        }

        if (manifest.Entries > 0)
        {
            foreach (var tag in start.Tagged.Where(pair => pair.Value.Descriptor.Digest == digest)
                .Select(static pair => pair.Key))
            {
                Apply(IndexChange.Remove(tag));
            }
        }
    }

    /// <summary>Applies a change that another editor recorded.</summary>
    internal void Apply(IndexChange change)
    {
        _changes.Add(change);
        var before =
            change.Tag is { } tag ? _tagged.GetValueOrDefault(tag) : _untagged.GetValueOrDefault(change.Untagged);
        if (before is not null)
        {
            Forget(before);
        }

        if (change.Entry is { } entry)
        {
            Remember(entry with { Order = before?.Order ?? _nextOrder++ });
        }
    }

    private void SetTag(string tag, Descriptor manifest)
    {
        var before = _tagged.GetValueOrDefault(tag);
        if (before?.Descriptor == manifest)
        {
            return;
        }

        Apply(IndexChange.Set(new IndexEntry(manifest, tag)));
        if (_untagged.ContainsKey(manifest.Digest))
        {
            Apply(IndexChange.Remove(manifest.Digest));
        }

        if (before is not null)
        {
            KeepUntagged(before);
        }
    }

    private void KeepUntagged(IndexEntry before)
    {
        if (!_manifests.ContainsKey(before.Descriptor.Digest))
        {
            Apply(IndexChange.Set(before.WithoutTag()));
        }
    }

    private void Remember(IndexEntry entry)
    {
        var digest = entry.Descriptor.Digest;
        if (entry.Tag is { } tag)
        {
            _tagged[tag] = entry;
        }
        else
        {
            _untagged[digest] = entry;
        }

        _manifests[digest] = _manifests.TryGetValue(digest, out var known)
            ? known with { Entries = known.Entries + 1 }
            : new IndexedManifest(entry.Descriptor, Entries: 1, entry.Order);
    }

    private void Forget(IndexEntry entry)
    {
        var digest = entry.Descriptor.Digest;
        if (entry.Tag is { } tag)
        {
            _tagged.Remove(tag);
        }
        else
        {
            _untagged.Remove(digest);
        }

        if (_manifests[digest] is { Entries: > 1 } known)
        {
            _manifests[digest] = known with { Entries = known.Entries - 1 };
        }
        else
        {
            _manifests.Remove(digest);
        }
    }
}
