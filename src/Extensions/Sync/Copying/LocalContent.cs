#if EXT_SYNC
using Zot.Extensions.Sync.Downloads;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>The content of this registry: all layers but that of the synchronization.</summary>
internal sealed class LocalContent
{
    private IRegistry? _registry;

    /// <summary>The registry.</summary>
    public IRegistry Registry =>
        _registry ?? throw new InvalidOperationException("the layer of the synchronization is not composed yet");

    /// <summary>Sets the registry, once it is composed.</summary>
    public void Attach(IRegistry registry) => _registry = registry;

    /// <summary>Stores a blob while it is downloaded.</summary>
    /// <exception cref="RegistryException">A layer rejects it.</exception>
    public async Task StoreAsync(
        RepositoryName repository, Descriptor blob, Upstream upstream, DownloadFile file, CancellationToken stop)
    {
        var call = CallOf(upstream);
        var upload = await Registry.StartUploadAsync(
            new UploadStart(repository, blob.Digest.Algorithm) { Call = call }, stop);
        try
        {
            await using var content = new DownloadStream(file, blob.Size);
            await upload.AppendAsync(content, offset: null, blob.Size, stop);
            await upload.CompleteAsync(blob.Digest, call, stop);
        }
        catch // the upload must not remain, whatever the reason is
        {
            await upload.CancelAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Links a blob of another local repository, if the upstream registry has it as well.</summary>
    /// <remarks>
    /// A manifest may name the digest of content that its author must not read: the registry that sent it proves that
    /// it has the content.
    /// </remarks>
    /// <returns>False if no other repository has the blob.</returns>
    public async Task<bool> TryLinkAsync(SyncSource source, Descriptor blob, CancellationToken stop)
    {
        var (repository, isKnown) = (source.Name.Local, false);
        var call = CallOf(source.Upstream);
        var probe = new BlobMount(repository, blob.Digest, From: null, _ => NoteCandidate()) { Call = call };
        await Registry.MountBlobAsync(probe, stop);
        if (!isKnown)
        {
            return false;
        }

        var found = await source.Upstream.AskAsync(
            host => host.Registry.FindBlobAsync(source.Name.Upstream, blob.Digest, stop).AsTask());
        return found?.Size == blob.Size
            && await Registry.MountBlobAsync(probe with { MayRead = static _ => true }, stop) is not null;

        bool NoteCandidate()
        {
            isKnown = true;
            return false;
        }
    }

    /// <summary>Stores a manifest whose content is complete.</summary>
    /// <param name="source">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="tag">The tag to move, if any.</param>
    /// <param name="isSparse">Whether manifests that an index lists may be missing.</param>
    /// <param name="stop">Cancels the operation.</param>
    /// <exception cref="RegistryException">A layer rejects it, or content is missing.</exception>
    public async Task PushAsync(
        SyncSource source, ManifestContent manifest, Tag? tag, bool isSparse, CancellationToken stop)
    {
        var (type, digest, _) = manifest.Descriptor;
        var push = new ManifestPush(source.Name.Local, Reference.To(digest), type, manifest.Content)
        {
            Tags = tag is { } moved ? [moved] : [],
            Call = CallOf(source.Upstream),
            IsSparse = isSparse,
        };
        await Registry.PushManifestAsync(push, stop);
    }

    /// <summary>Deletes a tag, unless it has moved to another manifest meanwhile.</summary>
    public async Task DeleteAsync(SyncSource source, Tag tag, Digest expected, CancellationToken stop)
    {
        var delete = new ManifestDelete(source.Name.Local, Reference.To(tag)) { Call = CallOf(source.Upstream) };
        await Registry.DeleteManifestAsync(delete with { Rules = [state => Check(state, tag, expected)] }, stop);
    }

    private static void Check(IRepositoryState state, Tag tag, Digest expected)
    {
        if (state.FindTag(tag) != expected)
        {
            throw RegistryError.ManifestUnknown.With("reference", tag);
        }
    }

    private static SyncCall CallOf(Upstream upstream) => new(isExemptFromQuotas: !upstream.Options.ApplyQuota);
}
#endif
