#if EXT_SYNC
using Zot.Extensions.Sync.Conversion;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>
/// Reads manifests of upstream registries, and converts those of Docker unless digests are preserved.
/// </summary>
internal static class UpstreamImages
{
    private const int MaxDepth = 32;
    private const int MaxManifests = 256;
    private const long MaxLength = 64 * 1024 * 1024;

    /// <summary>Reads a manifest.</summary>
    /// <param name="source">The repository.</param>
    /// <param name="reference">The tag or digest in the upstream registry.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <returns>The manifest; <see langword="null"/> if it does not exist.</returns>
    /// <exception cref="Zot.Client.Distribution.RemoteRegistryException">The registry does not answer.</exception>
    /// <exception cref="RegistryException">The manifest is invalid.</exception>
    /// <exception cref="InvalidDataException">The manifest is too large as a whole, or contains itself.</exception>
    public static async Task<SyncedManifest?> ReadAsync(SyncSource source, Reference reference, CancellationToken stop)
    {
        var original = await FetchAsync(source, reference, stop);

        // A manifest that is requested by its digest must have that digest.
        return original is null ? null
            : reference.IsDigest || source.Upstream.Options.PreserveDigest || !DockerConversion.IsNeeded(original)
                ? new SyncedManifest(original, original.Descriptor.Digest)
                : await ConvertAsync(source, original, new Budget(), depth: 0, stop);
    }

    private static Task<ManifestContent?> FetchAsync(SyncSource source, Reference reference, CancellationToken stop) =>
        source.Upstream.AskAsync(
            host => host.Registry.GetManifestAsync(source.Name.Upstream, reference, stop).AsTask());

    private static async Task<SyncedManifest> ConvertAsync(
        SyncSource source, ManifestContent original, Budget budget, int depth, CancellationToken stop)
    {
        budget.Spend(original, depth);
        var parsed = Manifest.Parse(original.Descriptor.MediaType, original.Content);
        Dictionary<Digest, Descriptor> children = [];
        Dictionary<Digest, SyncedManifest> converted = [];
        List<(ManifestContent Content, Digest Subject)> attestations = [];
        var attested = DockerConversion.AttestationsOf(original)
            .DistinctBy(static one => one.Manifest.Digest)
            .ToDictionary(static one => one.Manifest.Digest, static one => one.Subject);
        foreach (var entry in parsed.Manifests.DistinctBy(static entry => entry.Digest))
        {
            var child = await FetchAsync(source, Reference.To(entry.Digest), stop);
            if (attested.TryGetValue(entry.Digest, out var subject))
            {
                if (child is not null)
                {
                    budget.Spend(child, depth);
                    attestations.Add((child, subject));
                }

                continue;
            }

            child = child ?? throw new InvalidDataException($"the list names {entry.Digest}, which does not exist");
            var synced = await ConvertAsync(source, child, budget, depth + 1, stop);
            children[entry.Digest] = synced.Content.Descriptor;
            converted[synced.Content.Descriptor.Digest] = synced;
        }

        var content = DockerConversion.IsNeeded(original)
            ? DockerConversion.Convert(original, digest => children.GetValueOrDefault(digest))
            : original;
        return new SyncedManifest(content, original.Descriptor.Digest)
        {
            Converted = converted,
            Attestations = [.. Attach(attestations, children)],
        };
    }

    private static IEnumerable<SyncedManifest> Attach(
        List<(ManifestContent Content, Digest Subject)> attestations, Dictionary<Digest, Descriptor> children)
    {
        foreach (var (content, subject) in attestations)
        {
            if (children.TryGetValue(subject, out var converted))
            {
                yield return new SyncedManifest(
                    DockerConversion.ConvertAttestation(content, converted), content.Descriptor.Digest);
            }
        }
    }

    private sealed class Budget
    {
        private int _count;
        private long _length;

        public void Spend(ManifestContent manifest, int depth)
        {
            _length += manifest.Content.Length;
            if (depth > MaxDepth || ++_count > MaxManifests || _length > MaxLength)
            {
                throw new InvalidDataException(
                    $"the list has more than {MaxManifests} manifests, {MaxDepth} levels or {MaxLength >> 20} MiB");
            }
        }
    }
}
#endif
