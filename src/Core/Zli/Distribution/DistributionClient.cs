using System.Net;
using Zot.Client.Commands;
using Zot.Registry;
using Zot.Zli.Server;

namespace Zot.Zli.Distribution;

/// <summary>A client of the distribution API: the requests of this program, and no others.</summary>
/// <param name="server">The registry.</param>
internal sealed class DistributionClient(ServerConnection server)
{
    // A registry that never ends a list must not fill the memory.
    private const int MaxNames = 1_000_000;

    private static readonly string[] Manifests =
        [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerList];

    /// <summary>Lists all repositories, in the order of the registry.</summary>
    /// <exception cref="CommandException">The registry rejected the request.</exception>
    public Task<List<string>> ListRepositoriesAsync(CancellationToken stop) =>
        ListAsync("/v2/_catalog", "repositories", stop);

    /// <summary>Lists all tags of a repository, in the order of the registry.</summary>
    /// <exception cref="CommandException">The registry rejected the request.</exception>
    public Task<List<string>> ListTagsAsync(string repository, CancellationToken stop) =>
        ListAsync($"/v2/{repository}/tags/list", "tags", stop);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="CommandException">The registry rejected the request.</exception>
    public async Task<RemoteManifest> GetManifestAsync(string repository, string reference, CancellationToken stop)
    {
        var answer = (await server.GetAsync($"/v2/{repository}/manifests/{reference}", Manifests, stop)).Expect();
        var json = answer.Json();
        var type = answer.ContentType.Length > 0 ? answer.ContentType : json.TextOf("mediaType");
        return new RemoteManifest(type, RemoteManifest.DigestOf(answer, reference), answer.Body.Length, json);
    }

    /// <summary>Returns the digest of a manifest.</summary>
    /// <exception cref="CommandException">The registry rejected the request, or did not specify the digest.</exception>
    public async Task<string> FindDigestAsync(string repository, string tag, CancellationToken stop)
    {
        var answer = (await server.HeadAsync($"/v2/{repository}/manifests/{tag}", Manifests, stop)).Expect();
        return Digest.TryParse(answer.Header(RemoteManifest.DigestHeader), out var digest)
            ? digest.ToString()
            : throw new CommandException($"unexpected response from {answer.Address}: the digest is missing");
    }

    /// <summary>Reads the configuration of an image.</summary>
    /// <exception cref="CommandException">The registry rejected the request.</exception>
    public async Task<System.Text.Json.JsonElement> GetConfigurationAsync(
        string repository, string digest, CancellationToken stop) =>
        (await server.GetAsync($"/v2/{repository}/blobs/{digest}", [], stop)).Json();

    /// <summary>Lists the referrers of a manifest; empty if the registry has no list of referrers.</summary>
    /// <exception cref="CommandException">The registry rejected the request.</exception>
    public async Task<IReadOnlyList<System.Text.Json.JsonElement>> ListReferrersAsync(
        string repository, string subject, bool isRequired, CancellationToken stop)
    {
        var answer = await server.GetAsync($"/v2/{repository}/referrers/{subject}", [MediaTypes.OciIndex], stop);
        return answer.Status == HttpStatusCode.NotFound && !isRequired
            ? []
            : [.. answer.Json().Member("manifests").Items()];
    }

    private async Task<List<string>> ListAsync(string path, string member, CancellationToken stop)
    {
        var names = new List<string>();
        for (string? next = path; next is not null;)
        {
            var answer = (await server.GetAsync(next, [], stop)).Expect();
            var known = names.Count;
            names.AddRange(answer.Json().Member(member).Texts());
            if (names.Count > MaxNames)
            {
                throw new CommandException($"the list of {server.AddressOf(path)} has more than {MaxNames} names");
            }

            // A page without names would never end.
            next = names.Count > known ? NextOf(answer) : null;
        }

        return names;
    }

    // The path only: a registry must not direct credentials elsewhere.
    private static string? NextOf(ServerAnswer answer)
    {
        var link = answer.Header("Link") ?? "";
        var (start, end) = (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
        return start >= 0 && end > start && link.Contains("rel=\"next\"", StringComparison.Ordinal)
            && Uri.TryCreate(answer.Address, link[(start + 1)..end], out var next)
            ? next.PathAndQuery
            : null;
    }
}
