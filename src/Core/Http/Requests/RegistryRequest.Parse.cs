using Zot.Http.Routes;
using Zot.Registry;

namespace Zot.Http.Requests;

internal abstract partial record RegistryRequest
{
    private const string Root = "/v2/";

    private static readonly Ping ThePing = new();
    private static readonly Discover TheDiscover = new();

    /// <summary>Parses a request: the whole grammar of the API, including slashes in names.</summary>
    /// <param name="method">The method, in upper case.</param>
    /// <param name="path">The decoded path.</param>
    /// <param name="query">The query including the question mark, or an empty string.</param>
    /// <returns>The request; <see langword="null"/> if the path does not belong to the registry.</returns>
    public static RegistryRequest? Parse(string method, string path, string query)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            return path switch
            {
                "/livez" => new Probe(ProbeKind.Alive),
                "/readyz" => new Probe(ProbeKind.Ready),
                "/startupz" => new Probe(ProbeKind.Started),
                _ => null,
            };
        }

        return path.AsSpan(Root.Length) switch
        {
            "" => method is "GET" or "HEAD" ? ThePing : RouteMethods.Ping.Other(method),
            "_catalog" => ParseCatalog(method, query),
            "_oci/ext/discover" => method is "GET" ? TheDiscover : RouteMethods.List.Other(method),
            _ => ParseInRepository(method, path, query),
        };
    }

    // The suffix after the name selects the endpoint, so the path is parsed from its end.
    private static RegistryRequest? ParseInRepository(string method, string path, string query)
    {
        var slash = path.LastIndexOf('/');
        var head = path.AsSpan(0, slash);
        var suffix = SuffixOf(head, path.AsSpan(slash + 1));
        var nameLength = head.Length - suffix.Length - Root.Length;
        if (suffix.Length == 0 || nameLength <= 0)
        {
            return null;
        }

        var text = path.Substring(Root.Length, nameLength);
        if (!RepositoryName.TryParse(text, out var name))
        {
            return new InvalidName(RegistryError.NameInvalid.With("name", text));
        }

        var tail = path[(slash + 1)..];
        return suffix switch
        {
            "/blobs" => ParseBlob(method, name, tail),
            "/manifests" => ParseManifest(method, name, tail, query),
            "/blobs/uploads" => ParseUpload(method, name, tail, query),
            "/referrers" => ParseReferrers(method, name, tail, query),
            _ => ParseTags(method, name, query),
        };
    }

    private static string SuffixOf(ReadOnlySpan<char> head, ReadOnlySpan<char> tail)
    {
        if (head.EndsWith("/blobs/uploads", StringComparison.Ordinal))
        {
            return "/blobs/uploads";
        }

        if (tail.Length == 0)
        {
            return "";
        }

        if (head.EndsWith("/blobs", StringComparison.Ordinal))
        {
            return "/blobs";
        }

        if (head.EndsWith("/manifests", StringComparison.Ordinal))
        {
            return "/manifests";
        }

        if (head.EndsWith("/referrers", StringComparison.Ordinal))
        {
            return "/referrers";
        }

        return tail is "list" && head.EndsWith("/tags", StringComparison.Ordinal) ? "/tags" : "";
    }
}
