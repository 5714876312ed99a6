using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Collection;
using Zot.Storage.Content;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;
using Zot.Storage.Repositories;

namespace Zot.Storage.Manifests;

/// <summary>The manifests of a store.</summary>
internal sealed class ManifestStore(
    StoreContext store,
    RepositoryMap repositories,
    VerifiedContent content,
    BlobStore blobs,
    ReferenceCheck references,
    BlobLease lease)
{
    /// <summary>Returns a manifest that the index references, and whose bytes exist and are whole.</summary>
    internal async ValueTask<ManifestContent?> GetAsync(
        RepositoryName name, Reference reference, CancellationToken cancellationToken)
    {
        if (await repositories.FindAsync(name, cancellationToken) is not { } repository
            || repository.Index.Find(reference) is not { } descriptor
            || await content.GetAsync(name, descriptor.Digest, cancellationToken) is not { } bytes)
        {
            return null;
        }

        // The size in an index.json of another tool may be wrong; the bytes match the digest.
        return new ManifestContent(
            descriptor.Size == bytes.Length ? descriptor : descriptor with { Size = bytes.Length }, bytes);
    }

    /// <summary>Returns the descriptor of a manifest.</summary>
    internal async ValueTask<Descriptor?> FindAsync(
        RepositoryName name, Reference reference, CancellationToken cancellationToken) =>
        (await GetAsync(name, reference, cancellationToken))?.Descriptor;

    /// <summary>Returns the descriptor of a manifest. An untagged one is then kept for as long as a new one.</summary>
    internal async ValueTask<Descriptor?> RenewAsync(
        RepositoryName name, Reference reference, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, reference, cancellationToken) is not { } found)
        {
            return null;
        }

        // A tagged manifest needs no renewal: it cannot expire before it has lost its tags.
        return reference.Digest is not { } digest
            || await repositories.FindAsync(name, cancellationToken) is not { } repository
            || !repository.Index.Untagged.ContainsKey(digest)
            || (await lease.RenewManifestAsync(name, digest, cancellationToken)
                && repository.Index.Manifests.ContainsKey(digest))
                ? found
                : null;
    }

    /// <summary>Stores a manifest.</summary>
    /// <remarks>
    /// 1. Parse it, and compute its digest.
    /// 2. Check its references, and write its bytes. This needs no lock.
    /// 3. Acquire the repository's write lock. If content was deleted meanwhile, repeat step 2.
    /// 4. Authorize the caller again, and apply the rules of the layers, with the tags that now exist.
    /// 5. Add it to the index, which makes it visible, and to the graph.
    /// 6. Write <c>index.json</c>, if it is small.
    /// </remarks>
    internal async ValueTask<PushedManifest> PushAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        // 1.
        var stored = Check(push);
        var node = ManifestNode.Of(stored, push.Manifest);
        while (true)
        {
            // 2.
            var before = await repositories.FindAsync(push.Repository, cancellationToken);
            var deletions = before?.Deletions;
            await references.CheckAsync(push, cancellationToken);
            using var use = before?.TryUse() ?? await repositories.CreateAsync(push.Repository, cancellationToken);
            var repository = use.Repository;
            await WriteAsync(push, cancellationToken);

            // 3.
            if (await repository.BeginWriteAsync(cancellationToken, call: push.Call) is not { } turn)
            {
                continue;
            }

            using (turn)
            {
                if (repository != before || repository.Deletions != deletions)
                {
                    await references.CheckAsync(push, cancellationToken);
                    await WriteAsync(push, cancellationToken);
                }

                // 4.
                await AuthorizeAsync(push, turn.Index, cancellationToken);

                // 5.
                await CommitAsync(push, turn, stored);
                repository.Graph.Current?.Add(node);
            }

            // 6.
            await repository.FoldPromptlyAsync();
            return new PushedManifest(stored, node.Subject);
        }
    }

    private static async ValueTask AuthorizeAsync(
        ManifestPush push, RepositoryIndex index, CancellationToken cancellationToken)
    {
        if (push.Call is { } call)
        {
            await call.AuthorizeAsync(push, tag => index.FindTag(tag) is not null, cancellationToken);
        }

        Apply(push.Rules, index);
    }

    private Descriptor Check(ManifestPush push)
    {
        RepositoryMap.RequireName(push.Repository);
        store.RequireWritable();
        if (!MediaTypes.IsManifest(push.MediaType))
        {
            throw RegistryError.ManifestTypeUnsupported.With("mediaType", push.MediaType);
        }

        if (push.Reference.Digest is { } expected && expected != push.Digest)
        {
            throw RegistryError.DigestInvalid.With("reference", expected, $"the content has {push.Digest}");
        }

        return new Descriptor(push.MediaType, push.Digest, push.Content.Length);
    }

    private async ValueTask CommitAsync(ManifestPush push, RepositoryWrite turn, Descriptor stored)
    {
        var wasUntagged = turn.Index.Untagged.ContainsKey(stored.Digest);
        await turn.PushAsync(stored, push.AllTags);
        content.Keep(push.Repository, stored.Digest, push.Content);
        store.Changes.Publish(new ContentChange(push.Repository, ContentChangeKind.ManifestPushed)
        {
            Manifest = stored.Digest,
            IsTaggedAnew = wasUntagged && !turn.Index.Untagged.ContainsKey(stored.Digest),
            Caller = push.Call,
        });
    }

    /// <summary>Removes a tag, or a manifest with all its tags and its bytes.</summary>
    internal async ValueTask<bool> DeleteAsync(ManifestDelete delete, CancellationToken cancellationToken)
    {
        while (await repositories.FindAsync(delete.Repository, cancellationToken) is { } repository)
        {
            if (await TryDeleteAsync(repository, delete, cancellationToken) is { } isDeleted)
            {
                await repository.FoldPromptlyAsync();
                return isDeleted;
            }
        }

        return false;
    }

    // Null if it must be retried: the repository object is retired, or its graph was discarded.
    private async ValueTask<bool?> TryDeleteAsync(
        Repository repository, ManifestDelete delete, CancellationToken cancellationToken)
    {
        var (name, reference, _) = delete;
        if (reference.IsDigest)
        {
            await repository.Graph.GetAsync(cancellationToken);
        }

        if (await repository.BeginWriteAsync(cancellationToken, call: delete.Call) is not { } turn)
        {
            return null;
        }

        using (turn)
        {
            if (turn.Index.Find(reference) is null)
            {
                return false;
            }

            Apply(delete.Rules, turn.Index);
            if (reference.Tag is { } tag)
            {
                store.RequireWritable();
                await turn.RemoveTagAsync(tag);
                return true;
            }

            RefuseShared(delete, turn.Index);
            if (repository.Graph.Current is not { } graph)
            {
                return null;
            }

            var digest = reference.Digest!.Value;
            await DeleteAsync(turn, name, digest, graph);
            store.Changes.Publish(
                new ContentChange(name, ContentChangeKind.ManifestDeleted) { Manifest = digest, Caller = delete.Call });
            return true;
        }
    }

    private static void RefuseShared(ManifestDelete delete, RepositoryIndex index)
    {
        if (delete.RefusesSharedDigest && index.TagsOf(delete.Reference.Digest!.Value) is { Count: > 1 } tags)
        {
            throw RegistryError.ManifestCollision.With(
                "reference", delete.Reference, $"the tags {string.Join(", ", tags)} share it");
        }
    }

    private static void Apply(IReadOnlyList<CommitRule> rules, RepositoryIndex index)
    {
        foreach (var rule in rules)
        {
            rule(index);
        }
    }

    private async ValueTask DeleteAsync(RepositoryWrite turn, RepositoryName name, Digest digest, ManifestGraph graph)
    {
        if (graph.IsListed(digest))
        {
            throw RegistryError.StillReferenced.With("reference", digest, "an image index of the repository lists it");
        }

        // First the name, then the data: a crash in between leaves only unreferenced bytes.
        turn.CountDeletion();
        await turn.DeleteAsync(digest);
        graph.Remove(digest);
        if (graph.FindBlob(digest) is null)
        {
            await blobs.RemoveAsync(name, digest, CancellationToken.None);
        }
    }

    // Existing bytes are compared, not trusted: pushing again repairs a damaged file. It is then as young as a new one.
    private async ValueTask WriteAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        var (name, digest, bytes) = (push.Repository, push.Digest, push.Content);
        var key = ImageLayout.Blob(name, digest);
        var before = await store.Driver.StatAsync(key, cancellationToken);
        if (before is { } there
            && there.Length == bytes.Length
            && await store.Driver.ReadAsync(key, cancellationToken) is { } known
            && known.AsSpan().SequenceEqual(bytes.Span)
            && await store.Driver.TouchAsync(key, cancellationToken))
        {
            return;
        }

        await store.Driver.WriteAsync(key, bytes, ImageLayout.Staging(name), store.Durable, cancellationToken);
        store.Changes.Publish(new ContentChange(name, ContentChangeKind.BlobStored)
        {
            Blob = digest,
            Before = before?.Length ?? 0,
            After = bytes.Length,
            Caller = push.Call,
        });
    }
}
