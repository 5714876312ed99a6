using System.Net;
using System.Text;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>
/// Lists referrers: with the referrers API, or, if the registry has none, with the tag of the referrers tag schema.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="pages">Reads the pages of the API.</param>
/// <param name="manifests">Reads the index of the tag schema.</param>
internal sealed class RemoteReferrers(RemoteConnection connection, RemotePages pages, RemoteManifests manifests)
{
    // distribution-spec, "Referrers Tag Schema".
    private const int MaxEncodedLength = 64;

    /// <summary>Lists a page. All pages of the registry are read, as they have other limits.</summary>
    public async Task<ReferrersPage> ListAsync(RepositoryName repository, ReferrersQuery query, CancellationToken stop)
    {
        var all = (await ReadAsync(repository, query, stop))
            .DistinctBy(static one => one.Digest)
            .Where(one => query.IsAllowed(one.Digest)
                && (query.ArtifactTypes.Count == 0
                    || query.ArtifactTypes.Contains(one.ArtifactType, StringComparer.Ordinal)))
            .ToList();
        var start = query.After is { } after ? all.FindIndex(one => one.Digest == after) + 1 : 0;
        var page = all.Skip(start).Take(query.Count ?? int.MaxValue).ToList();
        return new ReferrersPage(
            page.ToAsyncEnumerable(), page.Count > 0 && start + page.Count < all.Count ? page[^1].Digest : null);
    }

    private async Task<List<Descriptor>> ReadAsync(
        RepositoryName repository, ReferrersQuery query, CancellationToken stop)
    {
        // One type only: the specification defines no more. The result is filtered again in any case.
        var filter = query.ArtifactTypes is [var type] ? $"?artifactType={Uri.EscapeDataString(type)}" : "";
        var request = new RemoteRequest(
            HttpMethod.Get, $"/v2/{repository}/referrers/{query.Subject}{filter}", RemoteRights.Pull(repository),
            HttpStatusCode.OK, HttpStatusCode.NotFound)
        {
            Accept = [MediaTypes.OciIndex],
        };
        List<Descriptor> found = [];
        if (await pages.ReadAsync(request, (answer, body) => Add(answer, body, found), stop))
        {
            return found;
        }

        var encoded = query.Subject.Encoded;
        var tag = Tag.Parse($"{query.Subject.Algorithm.Name}-{encoded[..Math.Min(encoded.Length, MaxEncodedLength)]}");
        return await manifests.GetAsync(repository, Reference.To(tag), stop) is { } index
            && MediaTypes.IsIndex(index.Descriptor.MediaType)
            ? Parse(index.Content, $"GET /v2/{repository}/manifests/{tag}", () => new RemoteRegistryException(
                RemoteFailure.Invalid, connection.Options.Url.Authority, $"GET /v2/{repository}/manifests/{tag}",
                    "the index of referrers is invalid"))
            : [];
    }

    private void Add(HttpResponseMessage answer, byte[] body, List<Descriptor> found) => found.AddRange(Parse(
        body, RemoteRegistryException.EndpointOf(answer.RequestMessage!),
        () => RemoteConnection.Invalid(answer, "the response is not a list of referrers")));

    // One invalid descriptor, which any client may have pushed, must not hide the others.
    private List<Descriptor> Parse(ReadOnlyMemory<byte> body, string endpoint, Func<RemoteRegistryException> invalid)
    {
        try
        {
            using var document = LenientJson.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("manifests", out var list)
                || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            {
                throw invalid();
            }

            List<Descriptor> found = [];
            var (skipped, reason) = (0, "");
            foreach (var item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
            {
                if (TryParseOne(item.GetRawText(), out var problem) is { } referrer)
                {
                    found.Add(referrer);
                }
                else if (++skipped == 1)
                {
                    reason = problem;
                }
            }

            if (skipped > 0)
            {
                connection.Options.Skipped(
                    new SkippedItems(connection.Options.Url.Authority, endpoint, skipped, reason));
            }

            return found;
        }
        catch (JsonException)
        {
            throw invalid();
        }
    }

    private static Descriptor? TryParseOne(string item, out string problem)
    {
        problem = "";
        try
        {
            var index = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"manifests":[{{item}}]}""");
            return Manifest.Parse(MediaTypes.OciIndex, index).Manifests[0];
        }
        catch (RegistryException invalid)
        {
            problem = (invalid.Detail.Reason ?? invalid.Error.Message).Replace(
                "manifests[0]", "descriptor", StringComparison.Ordinal);
            return null;
        }
    }
}
