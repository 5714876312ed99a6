using System.Collections.Concurrent;
using System.Collections.Immutable;
using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>The blobs, manifests, and subjects that the manifests of a repository reference.</summary>
/// <remarks>Readers take no lock. Writers hold the repository's write lock.</remarks>
internal sealed class ManifestGraph
{
    private readonly ConcurrentDictionary<Digest, Links> _manifests = Create<Links>();
    private readonly ConcurrentDictionary<Digest, BlobUse> _blobs = Create<BlobUse>();
    private readonly ConcurrentDictionary<Digest, int> _listed = Create<int>();
    private readonly ConcurrentDictionary<Digest, ImmutableList<Referrer>> _referrers =
        Create<ImmutableList<Referrer>>();
    private long _nextOrder;

    /// <summary>The manifests in the graph.</summary>
    internal IEnumerable<Digest> Manifests => _manifests.Keys;

    internal bool Contains(Digest manifest) => _manifests.ContainsKey(manifest);

    /// <summary>Returns a blob as manifests describe it; <see langword="null"/> if none references it.</summary>
    internal BlobUse? FindBlob(Digest blob) => _blobs.GetValueOrDefault(blob);

    /// <summary>Returns whether an image index lists the manifest.</summary>
    internal bool IsListed(Digest manifest) => _listed.ContainsKey(manifest);

    /// <summary>Returns how often image indexes list the manifest.</summary>
    internal int TimesListed(Digest manifest) => _listed.GetValueOrDefault(manifest);

    /// <summary>Returns the blobs that a manifest references.</summary>
    internal IEnumerable<Digest> BlobsOf(Digest manifest) =>
        _manifests.TryGetValue(manifest, out var links) ? links.Blobs.Select(static claim => claim.Use.Digest) : [];

    /// <summary>Returns the manifests that a manifest lists.</summary>
    internal IReadOnlyList<Digest> ListedBy(Digest manifest) =>
        _manifests.TryGetValue(manifest, out var links) ? links.Listed : [];

    /// <summary>Returns the subject of a manifest.</summary>
    internal Digest? SubjectOf(Digest manifest) =>
        _manifests.TryGetValue(manifest, out var links) ? links.Subject : null;

    /// <summary>Gets the manifests with that subject, in the order of the index.</summary>
    internal ImmutableList<Referrer> Referrers(Digest subject) => _referrers.GetValueOrDefault(subject) ?? [];

    /// <summary>
    /// Gets the index of the first referrer after a manifest; 0 if that is not a referrer of the subject.
    /// </summary>
    internal int FirstAfter(ImmutableList<Referrer> referrers, Digest subject, Digest manifest)
    {
        if (!_manifests.TryGetValue(manifest, out var links)
            || links.Referrer is not { } last
            || links.Subject != subject)
        {
            return 0;
        }

        var at = referrers.BinarySearch(last, ReferrerOrder.Instance);
        return at < 0 ? ~at : at + 1;
    }

    internal void Add(ManifestNode manifest)
    {
        if (_manifests.ContainsKey(manifest.Digest))
        {
            return;
        }

        var referrer = manifest.Referrer is null ? null : manifest.Referrer with { Order = _nextOrder++ };
        _manifests[manifest.Digest] = new Links(
            [.. manifest.Blobs.Select(blob => Use(blob, manifest.AreBlobsRequired))],
            [.. manifest.Listed], manifest.Subject, referrer);
        foreach (var listed in manifest.Listed)
        {
            _listed[listed] = _listed.GetValueOrDefault(listed) + 1;
        }

        if (referrer is not null && manifest.Subject is { } subject)
        {
            _referrers[subject] = Referrers(subject).Add(referrer);
        }
    }

    internal void Remove(Digest manifest)
    {
        if (!_manifests.TryRemove(manifest, out var links))
        {
            return;
        }

        foreach (var claim in links.Blobs)
        {
            claim.Use.Remove(claim);
            if (claim.Use.Count == 0)
            {
                _blobs.TryRemove(claim.Use.Digest, out _);
            }
        }

        foreach (var listed in links.Listed)
        {
            if (_listed[listed] is > 1 and var count)
            {
                _listed[listed] = count - 1;
            }
            else
            {
                _listed.TryRemove(listed, out _);
            }
        }

        if (links is { Subject: { } subject, Referrer: { } referrer })
        {
            RemoveReferrer(subject, referrer);
        }
    }

    private void RemoveReferrer(Digest subject, Referrer referrer)
    {
        var referrers = Referrers(subject);
        var at = referrers.BinarySearch(referrer, ReferrerOrder.Instance);
        var rest = at < 0 ? referrers : referrers.RemoveAt(at);
        if (!rest.IsEmpty)
        {
            _referrers[subject] = rest;
        }
        else
        {
            _referrers.TryRemove(subject, out _);
        }
    }

    private BlobClaim Use(Descriptor descriptor, bool isRequired) =>
        _blobs.GetOrAdd(descriptor.Digest, static digest => new BlobUse(digest)).Add(descriptor, isRequired);

    // Thousands of repositories may be in memory: the defaults suit one large dictionary, not many small ones.
    private static ConcurrentDictionary<Digest, T> Create<T>() => new(concurrencyLevel: 1, capacity: 7);

    private sealed record Links(BlobClaim[] Blobs, Digest[] Listed, Digest? Subject, Referrer? Referrer);
}
