using System.Text.Json;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;

namespace Zot.Storage.Collection;

/// <summary>Reads the manifests that an image index lists, but the repository's index does not have.</summary>
/// <remarks>
/// Clients cannot push such a repository, but other tools may write one; its content is protected like any other.
/// </remarks>
internal sealed class UnindexedManifests(VerifiedContent content)
{
    private static readonly MemberNames Members = new("manifests");

    /// <summary>Returns all content they reference, including the manifests themselves.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="index">The tags and manifests.</param>
    /// <param name="graph">The references of the manifests.</param>
    /// <param name="removed">The manifests to treat as removed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal async ValueTask<IReadOnlySet<Digest>> NamedAsync(
        RepositoryName repository,
        RepositoryIndex index,
        ManifestGraph graph,
        IReadOnlyCollection<Digest> removed,
        CancellationToken cancellationToken)
    {
        HashSet<Digest> named = [];
        HashSet<Digest> indexed = [.. index.Manifests.Keys.Except(removed)];
        Stack<Digest> unread = new(indexed.SelectMany(graph.ListedBy).Where(listed => !indexed.Contains(listed)));
        while (unread.TryPop(out var digest))
        {
            if (!named.Add(digest) || await content.ReadAsync(repository, digest, cancellationToken) is not { } bytes)
            {
                continue;
            }

            var manifest = Parse(bytes);
            named.UnionWith(manifest?.Blobs.Select(static blob => blob.Digest) ?? []);
            foreach (var listed in manifest?.Manifests ?? [])
            {
                unread.Push(listed.Digest);
            }
        }

        return named;
    }

    private static Manifest? Parse(byte[] bytes)
    {
        try
        {
            using var json = LenientJson.Parse(bytes);
            var isIndex = json.RootElement.ValueKind == JsonValueKind.Object
                && Members.Read(json.RootElement, out _, out _)[0].ValueKind != JsonValueKind.Undefined;
            return Manifest.Parse(isIndex ? MediaTypes.OciIndex : MediaTypes.OciManifest, bytes);
        }
        catch (Exception cause) when (cause is JsonException or RegistryException)
        {
            return null;
        }
    }
}
