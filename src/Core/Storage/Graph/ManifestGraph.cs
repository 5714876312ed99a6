using System.Collections.Concurrent;
using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>Which blobs, manifests and subjects the manifests of a repository name.</summary>
/// <remarks>Readers take no lock. There is one writer at a time: who has the repository's turn.</remarks>
internal sealed class ManifestGraph
{
    private readonly ConcurrentDictionary<Digest, Links> _manifests = Create<Links>();
    private readonly ConcurrentDictionary<Digest, BlobUse> _blobs = Create<BlobUse>();
    private readonly ConcurrentDictionary<Digest, int> _listed = Create<int>();
    private readonly ConcurrentDictionary<Digest, Descriptor[]> _referrers = Create<Descriptor[]>();

    /// <summary>The manifests that are in it.</summary>
    internal IEnumerable<Digest> Manifests => _manifests.Keys;

    internal bool Contains(Digest manifest) => _manifests.ContainsKey(manifest);

    /// <summary>A blob, as manifests describe it; <see langword="null"/> when none names it.</summary>
    internal BlobUse? FindBlob(Digest blob) => _blobs.GetValueOrDefault(blob);

    /// <summary>Whether an index lists the manifest.</summary>
    internal bool IsListed(Digest manifest) => _listed.ContainsKey(manifest);

    /// <summary>How often image indexes list the manifest.</summary>
    internal int TimesListed(Digest manifest) => _listed.GetValueOrDefault(manifest);

    /// <summary>The blobs that a manifest names.</summary>
    internal IEnumerable<Digest> BlobsOf(Digest manifest) =>
        _manifests.TryGetValue(manifest, out var links) ? links.Blobs.Select(static blob => blob.Digest) : [];

    /// <summary>The manifests that a manifest lists.</summary>
    internal IReadOnlyList<Digest> ListedBy(Digest manifest) => _manifests.TryGetValue(manifest, out var links) ? links.Listed : [];

    /// <summary>The manifest that a manifest refers to.</summary>
    internal Digest? SubjectOf(Digest manifest) => _manifests.TryGetValue(manifest, out var links) ? links.Subject : null;

    /// <summary>The manifests with that subject, in the order of the index.</summary>
    internal IReadOnlyList<Descriptor> Referrers(Digest subject) => _referrers.GetValueOrDefault(subject) ?? [];

    internal void Add(ManifestNode manifest)
    {
        if (_manifests.ContainsKey(manifest.Digest))
        {
            return;
        }

        _manifests[manifest.Digest] = new Links([.. manifest.Blobs.Select(Use)], [.. manifest.Listed], manifest.Subject);
        foreach (var listed in manifest.Listed)
        {
            _listed[listed] = _listed.GetValueOrDefault(listed) + 1;
        }

        if (manifest is { Subject: { } subject, Referrer: { } referrer })
        {
            _referrers[subject] = [.. Referrers(subject), referrer];
        }
    }

    internal void Remove(Digest manifest)
    {
        if (!_manifests.TryRemove(manifest, out var links))
        {
            return;
        }

        foreach (var blob in links.Blobs)
        {
            if (--blob.Count == 0)
            {
                _blobs.TryRemove(blob.Digest, out _);
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

        if (links.Subject is { } subject)
        {
            RemoveReferrer(subject, manifest);
        }
    }

    private void RemoveReferrer(Digest subject, Digest manifest)
    {
        Descriptor[] rest = [.. Referrers(subject).Where(referrer => referrer.Digest != manifest)];
        if (rest.Length > 0)
        {
            _referrers[subject] = rest;
        }
        else
        {
            _referrers.TryRemove(subject, out _);
        }
    }

    private BlobUse Use(Descriptor descriptor)
    {
        var use = _blobs.GetOrAdd(descriptor.Digest, static (_, descriptor) => new BlobUse(descriptor), descriptor);
        use.Meet(descriptor);
        use.Count++;
        return use;
    }

    // Thousands of repositories may be in use: the default sizes are for one big dictionary, not for many small ones.
    private static ConcurrentDictionary<Digest, T> Create<T>() => new(concurrencyLevel: 1, capacity: 7);

    private sealed record Links(BlobUse[] Blobs, Digest[] Listed, Digest? Subject);
}
