using Zot.Auth.AccessControl;
using Zot.Http.Routes;
using Zot.Registry;

namespace Zot.Http.Requests;

internal abstract partial record RegistryRequest
{
    private static RegistryRequest ParseUpload(string method, RepositoryName name, string text, string query)
    {
        if (text.Length == 0)
        {
            return method == "POST" ? ParsePost(name, query) : RouteMethods.Uploads.Other(method);
        }

        AccessAction action;
        switch (method)
        {
            case "GET":
                action = AccessAction.Read;
                break;
            case "PATCH" or "PUT":
                action = AccessAction.Create;
                break;
            case "DELETE":
                action = AccessAction.Delete;
                break;
            default:
                return RouteMethods.Upload.Other(method);
        }

        if (!UploadId.TryParse(text, out var id))
        {
            return new Invalid(name, action, RegistryError.BlobUploadUnknown.With("session_id", text));
        }

        return method switch
        {
            "GET" => new GetUpload(name, id),
            "PATCH" => new PatchUpload(name, id),
            "DELETE" => new DeleteUpload(name, id),
            _ => TryParseDigest(query, out var digest, out var refusal)
                ? new PutUpload(name, id, digest)
                : new Invalid(name, action, refusal),
        };
    }

    private static RegistryRequest ParsePost(RepositoryName name, string query)
    {
        var parameters = new RequestQuery(query);
        if (!parameters.TryGetSingle("mount", out var mount))
        {
            return RejectPost(name, RegistryError.Unsupported.With("mount", query, "must not be repeated"));
        }

        if (mount is not null)
        {
            return ParseMount(name, mount, parameters);
        }

        if (parameters.All("from").Count > 0)
        {
            return RouteMethods.Uploads.Other("POST");
        }

        if (parameters.All("digest").Count > 0)
        {
            return TryParseDigest(query, out var digest, out var refusal)
                ? new PostBlob(name, digest)
                : RejectPost(name, refusal);
        }

        if (!parameters.TryGetSingle("digest-algorithm", out var algorithm))
        {
            return RejectPost(
                name, RegistryError.DigestInvalid.With("digest-algorithm", query, "must not be repeated"));
        }

        if (algorithm is null)
        {
            return new StartUpload(name, DigestAlgorithm.Sha256);
        }

        return DigestAlgorithm.Find(algorithm) is { } known
            ? new StartUpload(name, known)
            : RejectPost(
                name,
                RegistryError.DigestInvalid.With("digest-algorithm", algorithm, "must be sha256, sha384 or sha512"));
    }

    // A blob that cannot be mounted is uploaded: 202 rather than an error.
    private static RegistryRequest ParseMount(RepositoryName name, string mount, RequestQuery parameters)
    {
        if (!Digest.TryParse(mount, out var digest))
        {
            return new StartUpload(name, DigestAlgorithm.Sha256);
        }

        if (!parameters.TryGetSingle("from", out var text) || text is null or "")
        {
            return new MountBlob(name, digest, From: null);
        }

        return RepositoryName.TryParse(text, out var from)
            ? new MountBlob(name, digest, from)
            : new StartUpload(name, digest.Algorithm);
    }

    private static Invalid RejectPost(RepositoryName name, RegistryException refusal) =>
        new(name, AccessAction.Create, refusal);

    private static bool TryParseDigest(string query, out Digest digest, out RegistryException refusal)
    {
        var values = new RequestQuery(query).All("digest");
        var text = values.Count == 0 ? "" : values[0];
        var valid = Digest.TryParse(text, out digest) && values.Count == 1;
        refusal = valid
            ? null!
            : RegistryError.DigestInvalid.With(
                "digest", text, values.Count == 1 ? "is not a digest of a known algorithm" : "must be specified once");
        return valid;
    }
}
