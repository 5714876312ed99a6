using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Indexing;

namespace Zot.Migration.Distribution;

/// <summary>Migrates one repository.</summary>
/// <remarks>
/// 1. Image manifests come first, then indexes; an index that another one lists comes before it.
/// 2. For each manifest, its references are imported first, then the manifest with its tags, in one step.
/// 3. A failure skips this manifest only, and the indexes that list it.
/// </remarks>
internal sealed class RepositoryMigration(
    RepositoryName repository,
    DistributionDirectory source,
    Store? target,
    IBlobImporter blobs,
    MigrationOptions options)
{
    private readonly HashSet<Digest> _whole = [];
    private readonly List<string> _faults = [];
    private MigratedRepository _result = new(repository.ToString());

    /// <summary>Migrates the repository as far as possible.</summary>
    /// <exception cref="IOException">The target cannot be written to.</exception>
    internal async Task<MigratedRepository> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MigrateAsync(cancellationToken);
        }
        catch (Exception cause)
            when (cause is not (OperationCanceledException or IOException or UnauthorizedAccessException))
        {
            // A damaged index in the target, or any unexpected failure, must not stop the other repositories.
            _faults.Add($"{repository}: {cause.Message}");
        }

        return _result with { Faults = _faults };
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var links = source.Read(repository.ToString());
        _faults.AddRange(links.Faults);
        Dictionary<Digest, DistributionManifest> indexes = [];
        foreach (var (digest, tags) in links.Manifests)
        {
            if (Read(digest, tags) is not { } manifest)
            {
                continue;
            }

            // 1.
            if (MediaTypes.IsIndex(manifest.Descriptor.MediaType))
            {
                indexes.Add(digest, manifest);
            }
            else
            {
                await MigrateAsync(manifest, tags, cancellationToken);
            }
        }

        while (indexes.Count > 0)
        {
            foreach (var index in indexes.Values.Where(
                index => !index.Manifest.Manifests.Any(listed => indexes.ContainsKey(listed.Digest))).ToList())
            {
                await MigrateAsync(index, links.Manifests[index.Descriptor.Digest], cancellationToken);
                indexes.Remove(index.Descriptor.Digest);
            }
        }

        await ReleaseAsync(cancellationToken);
    }

    private DistributionManifest? Read(Digest digest, List<Tag> tags)
    {
        try
        {
            return DistributionManifest.Read(source, digest);
        }
        catch (MigrationFaultException fault)
        {
            Add(fault, digest, tags);
            return null;
        }
    }

    private async Task MigrateAsync(DistributionManifest manifest, List<Tag> tags, CancellationToken cancellationToken)
    {
        var digest = manifest.Descriptor.Digest;
        try
        {
            var index = await IndexAsync(cancellationToken);
            var isKept = index.Manifests.ContainsKey(digest) && await IsWholeAsync(digest, cancellationToken);

            // 2.
            await ImportAsync(manifest, index, isKept, cancellationToken);
            var missing = tags.Where(tag => Wants(index, tag, digest)).ToList();
            if (!isKept || missing.Count > 0)
            {
                await PushAsync(manifest, missing, cancellationToken);
            }

            _whole.Add(digest);
            _result = _result with
            {
                Manifests = _result.Manifests + (isKept ? 0 : 1),
                Tags = _result.Tags + missing.Count,
                Unchanged = _result.Unchanged + (isKept && missing.Count == 0 ? 1 : 0),
                DockerManifests = _result.DockerManifests
                    + (MediaTypes.IsDocker(manifest.Descriptor.MediaType) ? 1 : 0),
            };
        }
        catch (MigrationFaultException fault)
        {
            // 3.
            Add(fault, digest, tags);
        }
        catch (RegistryException refusal)
        {
            Add(new MigrationFaultException(refusal.Detail.Reason ?? refusal.Message, refusal), digest, tags);
        }
    }

    private async ValueTask ImportAsync(
        DistributionManifest manifest, RepositoryIndex index, bool isKept, CancellationToken cancellationToken)
    {
        foreach (var listed in manifest.Manifest.Manifests)
        {
            if (!_whole.Contains(listed.Digest) && !index.Manifests.ContainsKey(listed.Digest))
            {
                throw new MigrationFaultException($"the listed manifest {listed.Digest} is missing or damaged");
            }
        }

        foreach (var blob in manifest.Manifest.Blobs.DistinctBy(static blob => blob.Digest))
        {
            // A non-distributable layer is stored elsewhere, but the source may have it anyway.
            if (MediaTypes.IsNonDistributable(blob.MediaType) && !File.Exists(source.FileOf(blob.Digest)))
            {
                continue;
            }

            var arrival = await blobs.ImportAsync(repository, blob, isKept, cancellationToken);
            _result = _result with
            {
                Blobs = _result.Blobs + (arrival.IsNew ? 1 : 0),
                Bytes = _result.Bytes + arrival.Bytes,
                Copied = _result.Copied + arrival.Copied,
            };
        }
    }

    private bool Wants(RepositoryIndex index, Tag tag, Digest digest)
    {
        if (!index.Tagged.TryGetValue(tag.ToString(), out var entry))
        {
            return true;
        }

        if (entry.Descriptor.Digest != digest && !options.MovesTags)
        {
            _faults.Add($"{repository}:{tag}: the tag points to {entry.Descriptor.Digest} in the target, "
                + $"not to {digest}; existing tags are only moved on request");
            return false;
        }

        return entry.Descriptor.Digest != digest;
    }

    private async ValueTask PushAsync(
        DistributionManifest manifest, List<Tag> tags, CancellationToken cancellationToken)
    {
        if (!options.IsDryRun)
        {
            var push = new ManifestPush(
                repository,
                Reference.To(manifest.Descriptor.Digest),
                manifest.Descriptor.MediaType,
                manifest.Content)
            {
                Tags = tags,
            };
            await target!.Registry.PushManifestAsync(push, cancellationToken);
        }
    }

    private async ValueTask<RepositoryIndex> IndexAsync(CancellationToken cancellationToken) =>
        target is not null && await target.Repositories.FindAsync(repository, cancellationToken) is { } found
            ? found.Index
            : RepositoryIndex.Empty;

    private async ValueTask<bool> IsWholeAsync(Digest digest, CancellationToken cancellationToken) =>
        await target!.Registry.GetManifestAsync(repository, Reference.To(digest), cancellationToken) is not null;

    // Migrated repositories are not kept in memory. All data is flushed once, as the source may be deleted afterwards.
    private async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        if (target is not null && await target.Repositories.FindAsync(repository, cancellationToken) is { } found)
        {
            await found.FoldAsync(cancellationToken);
            target.Repositories.Release(found);
            if (!options.IsDryRun && _result is not { Manifests: 0, Tags: 0, Blobs: 0 })
            {
                await target.Driver.FlushAsync(cancellationToken);
            }
        }
    }

    private void Add(MigrationFaultException fault, Digest digest, List<Tag> tags) =>
        _faults.Add(
            $"{repository}{(tags.Count == 0 ? $"@{digest}" : $":{string.Join(", :", tags)}")}: {fault.Message}");
}
