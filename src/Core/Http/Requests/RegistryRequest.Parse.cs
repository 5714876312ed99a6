using System.Globalization;
using Zot.Auth;
using Zot.Registry;

namespace Zot.Http;

internal abstract partial record RegistryRequest
{
    private const string Root = "/v2/";
    private const string ListMethods = "GET,OPTIONS";
    private const string ManifestMethods = "HEAD,GET,DELETE,OPTIONS";

    private static readonly Ping ThePing = new();
    private static readonly Discover TheDiscover = new();

    /// <summary>Reads a request: the whole grammar of the API, slashes in names included.</summary>
    /// <param name="method">The method, in capitals.</param>
    /// <param name="path">The path, decoded.</param>
    /// <param name="query">The query with its question mark, or nothing.</param>
    /// <returns>The request; <see langword="null"/> for a path that is none of ours.</returns>
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
            "" => ParsePing(method),
            "_catalog" => ParseCatalog(method, query),
            "_oci/ext/discover" => method switch
            {
                "GET" => TheDiscover,
                "OPTIONS" => new Preflight(ListMethods),
                _ => new WrongMethod(ListMethods),
            },
            _ => ParseInRepository(method, path, query),
        };
    }

    private static RegistryRequest ParsePing(string method) => method switch
    {
        "GET" or "HEAD" => ThePing,
        "OPTIONS" => new Preflight(ListMethods),
        _ => new WrongMethod("GET,HEAD,OPTIONS"),
    };

    // As zot has it, and clients know it: an unreadable n is no limit here.
    private static RegistryRequest ParseCatalog(string method, string query)
    {
        if (method != "GET")
        {
            return method == "OPTIONS" ? new Preflight(ListMethods) : new WrongMethod(ListMethods);
        }

        var parameters = new RequestQuery(query);
        parameters.TryGetSingle("n", out var count);
        parameters.TryGetSingle("last", out var last);
        return new Catalog(new Page(TryParseCount(count, out var number) ? number : null, last is "" ? null : last));
    }

    // What follows the name tells the endpoint, so the path is read from its end.
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
            return new RefusedName(RegistryError.NameInvalid.With("name", text));
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

    private static RegistryRequest ParseBlob(string method, RepositoryName name, string text)
    {
        if (method is not ("GET" or "HEAD" or "DELETE"))
        {
            return new WrongMethod("HEAD,GET,DELETE");
        }

        var valid = Digest.TryParse(text, out var digest);
        return (method, valid) switch
        {
            ("GET", true) => new GetBlob(name, digest),
            ("HEAD", true) => new HeadBlob(name, digest),
            (_, true) => new DeleteBlob(name, digest),

            // Nothing can be there under such a name: zot, too, says so to whoever wants it gone.
            ("DELETE", false) => new Refused(
                name, RegistryAction.Delete, RegistryError.BlobUnknown.With("digest", text, "is not a digest")),
            _ => new Refused(name, RegistryAction.Read, RegistryError.DigestInvalid.With("digest", text)),
        };
    }

    private static RegistryRequest ParseManifest(string method, RepositoryName name, string text, string query)
    {
        if (method is "OPTIONS")
        {
            return new Preflight(ManifestMethods);
        }

        if (method is not ("GET" or "HEAD" or "PUT" or "DELETE"))
        {
            return new WrongMethod("HEAD,GET,PUT,DELETE,OPTIONS");
        }

        if (!TryParseReference(text, out var reference))
        {
            return RefuseReference(method, name, text);
        }

        return method switch
        {
            "GET" => new GetManifest(name, reference),
            "HEAD" => new HeadManifest(name, reference),
            "DELETE" => new DeleteManifest(name, reference),
            _ => new PutManifest(name, reference, new RequestQuery(query).All("tag")),
        };
    }

    // Nothing can be there under such a reference; only a push is told what is wrong with it.
    private static Refused RefuseReference(string method, RepositoryName name, string text) => method switch
    {
        "PUT" => new Refused(
            name,
            RegistryAction.Create,
            (text.Contains(':') ? RegistryError.DigestInvalid : RegistryError.TagInvalid).With("reference", text)),
        "DELETE" => new Refused(name, RegistryAction.Delete, RegistryError.ManifestUnknown.With("reference", text)),
        _ => new Refused(name, RegistryAction.Read, RegistryError.ManifestUnknown.With("reference", text)),
    };

    private static bool TryParseReference(string text, out Reference reference)
    {
        if (text.Contains(':'))
        {
            var isDigest = Digest.TryParse(text, out var digest);
            reference = isDigest ? Reference.To(digest) : default;
            return isDigest;
        }

        var isTag = Tag.TryParse(text, out var tag);
        reference = isTag ? Reference.To(tag) : default;
        return isTag;
    }

    private static RegistryRequest ParseReferrers(string method, RepositoryName name, string text, string query) =>
        method switch
        {
            "OPTIONS" => new Preflight(ListMethods),
            not "GET" => new WrongMethod(ListMethods),
            _ => Digest.TryParse(text, out var subject)
                ? new ListReferrers(name, subject, new RequestQuery(query).All("artifactType"))
                : new Refused(name, RegistryAction.Read, RegistryError.DigestInvalid.With("digest", text)),
        };

    private static RegistryRequest ParseTags(string method, RepositoryName name, string query)
    {
        if (method != "GET")
        {
            return method == "OPTIONS" ? new Preflight(ListMethods) : new WrongMethod(ListMethods);
        }

        var parameters = new RequestQuery(query);
        if (!parameters.TryGetSingle("n", out var text)
            || !TryParseCount(text, out var count)
            || !parameters.TryGetSingle("last", out var last))
        {
            return new Refused(
                name,
                RegistryAction.Read,
                RegistryError.Unsupported.With("query", query, "n must be a number from 0 on, and neither n nor last repeated"));
        }

        return new ListTags(name, new Page(count, last is "" ? null : last));
    }

    // Absent is no limit. What does not fit an int asks for more than there can be.
    private static bool TryParseCount(string? text, out int? count)
    {
        count = null;
        if (text is null)
        {
            return true;
        }

        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        count = (int)Math.Min(number, int.MaxValue);
        return true;
    }
}
