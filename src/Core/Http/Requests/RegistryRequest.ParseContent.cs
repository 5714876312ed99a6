using Zot.Auth.AccessControl;
using Zot.Http.Routes;
using Zot.Registry;

namespace Zot.Http.Requests;

internal abstract partial record RegistryRequest
{
    private static RegistryRequest ParseBlob(string method, RepositoryName name, string text)
    {
        if (method is not ("GET" or "HEAD" or "DELETE"))
        {
            return RouteMethods.Blob.Other(method);
        }

        var valid = Digest.TryParse(text, out var digest);
        return (method, valid) switch
        {
            ("GET", true) => new GetBlob(name, digest),
            ("HEAD", true) => new HeadBlob(name, digest),
            (_, true) => new DeleteBlob(name, digest),

            // No blob can have such a name; as in zot, a delete receives 404.
            ("DELETE", false) => new Invalid(
                name, AccessAction.Delete, RegistryError.BlobUnknown.With("digest", text, "is not a valid digest")),
            _ => new Invalid(name, AccessAction.Read, RegistryError.DigestInvalid.With("digest", text)),
        };
    }

    private static RegistryRequest ParseManifest(string method, RepositoryName name, string text, string query)
    {
        if (method is not ("GET" or "HEAD" or "PUT" or "DELETE"))
        {
            return RouteMethods.Manifest.Other(method);
        }

        if (!TryParseReference(text, out var reference))
        {
            return RejectReference(method, name, text);
        }

        return method switch
        {
            "GET" => new GetManifest(name, reference),
            "HEAD" => new HeadManifest(name, reference),
            "DELETE" => new DeleteManifest(name, reference),
            _ => new PutManifest(name, reference, new RequestQuery(query).All("tag")),
        };
    }

    // No manifest can have such a reference; only a push receives the exact error.
    private static Invalid RejectReference(string method, RepositoryName name, string text) => method switch
    {
        "PUT" => new Invalid(
            name,
            AccessAction.Create,
            (text.Contains(':') ? RegistryError.DigestInvalid : RegistryError.TagInvalid).With("reference", text)),
        "DELETE" => new Invalid(name, AccessAction.Delete, RegistryError.ManifestUnknown.With("reference", text)),
        _ => new Invalid(name, AccessAction.Read, RegistryError.ManifestUnknown.With("reference", text)),
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
}
