using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Storage.Graph;
using Zot.Storage.Locking;
using Zot.Storage.Repositories;

namespace Zot.Storage.Manifests;

/// <summary>Lists the referrers of a manifest in pages.</summary>
/// <remarks>
/// Pages are sized by the lengths of the manifests before any of them is read: each may have nearly 4 MiB of
/// annotations, so that a list of a hundred would exhaust the memory.
/// </remarks>
internal sealed class ReferrerLister(RepositoryMap repositories, VerifiedContent content)
{
    // The size of an entry without annotations: its digest, types, and member names.
    private const int EntryLength = 512;

    // Limits the manifests that all lists read at a time: each may take about 20 MB until its annotations are known.
    private readonly AsyncLocks<Digest> _reading = new(count: 2);

    /// <summary>Lists one page.</summary>
    internal async ValueTask<ReferrersPage> ListAsync(
        RepositoryName name, ReferrersQuery query, CancellationToken cancellationToken)
    {
        if (await repositories.FindAsync(name, cancellationToken) is not { } repository)
        {
            return ReferrersPage.Empty;
        }

        var graph = await repository.Graph.GetAsync(cancellationToken);
        var referrers = graph.Referrers(query.Subject);
        var start = query.After is { } after ? graph.FirstAfter(referrers, query.Subject, after) : 0;
        var (page, isLast) = Cut(referrers, start, query);
        return new ReferrersPage(
            CompleteAsync(name, page, cancellationToken),
            isLast || page.Count == 0 ? null : page[^1].Descriptor.Digest);
    }

    private static (List<Referrer> Page, bool IsLast) Cut(
        ImmutableList<Referrer> referrers, int start, ReferrersQuery query)
    {
        List<Referrer> page = [];
        var length = 0L;
        for (var at = start; at < referrers.Count; at++)
        {
            var referrer = referrers[at];
            if ((query.ArtifactTypes.Count > 0 && !query.ArtifactTypes.Contains(referrer.Descriptor.ArtifactType ?? ""))
                || !query.IsAllowed(referrer.Descriptor.Digest))
            {
                continue;
            }

            length += EntryLength + referrer.Descriptor.Size;
            if (page.Count >= (query.Count ?? int.MaxValue)
                || (page.Count > 0 && length > ReferrersQuery.MaxPageLength))
            {
                return (page, IsLast: false);
            }

            page.Add(referrer);
        }

        return (page, IsLast: true);
    }

    private async IAsyncEnumerable<Descriptor> CompleteAsync(
        RepositoryName repository, List<Referrer> page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var referrer in page)
        {
            if (referrer.IsComplete)
            {
                yield return referrer.Descriptor;
            }
            else if (await ReadAsync(repository, referrer.Descriptor, cancellationToken) is { } complete)
            {
                yield return complete;
            }
        }
    }

    // A referrer that was deleted or damaged meanwhile is left out.
    private async ValueTask<Descriptor?> ReadAsync(
        RepositoryName repository, Descriptor referrer, CancellationToken cancellationToken)
    {
        using var turn = await _reading.EnterAsync(referrer.Digest, cancellationToken);
        return await content.ReadAsync(repository, referrer.Digest, cancellationToken) is { } bytes
            ? referrer with { Annotations = Manifest.Parse(referrer.MediaType, bytes).Annotations }
            : null;
    }
}
