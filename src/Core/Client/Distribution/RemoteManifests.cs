using System.Net;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>Reads, pushes and deletes manifests.</summary>
/// <param name="connection">The connection.</param>
internal sealed class RemoteManifests(RemoteConnection connection)
{
    private static readonly string[] Types =
        [MediaTypes.OciIndex, MediaTypes.OciManifest, MediaTypes.DockerList, MediaTypes.DockerManifest];

    /// <summary>Reads a manifest, and verifies its digest.</summary>
    /// <returns>The manifest; <see langword="null"/> if it does not exist.</returns>
    public async Task<ManifestContent?> GetAsync(RepositoryName repository, Reference reference, CancellationToken stop)
    {
        var request = Read(HttpMethod.Get, repository, reference);
        var (answer, body) = await connection.ReadAsync(request, ManifestPush.MaxContentLength, stop);
        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            var declared = RemoteConnection.DigestOf(answer);
            var wanted = reference.Digest ?? declared;
            var digest = (wanted?.Algorithm ?? DigestAlgorithm.Sha256).Compute(body);
            if ((wanted is { } expected && expected != digest)
                || (declared is { } other && other.Algorithm.Compute(body) != other))
            {
                throw RemoteConnection.Invalid(answer, $"the manifest has another digest than {wanted}");
            }

            return new ManifestContent(new Descriptor(TypeOf(answer, body), digest, body.Length), body);
        }
    }

    /// <summary>Finds a manifest without reading it, if the registry reports its digest and size.</summary>
    /// <returns>The descriptor; <see langword="null"/> if the manifest does not exist.</returns>
    public async Task<Descriptor?> FindAsync(RepositoryName repository, Reference reference, CancellationToken stop)
    {
        var request = Read(HttpMethod.Head, repository, reference);
        using var answer = await connection.SendAsync(
            request with { Expected = [.. request.Expected, HttpStatusCode.MethodNotAllowed] }, stop);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var declared = answer.StatusCode == HttpStatusCode.OK ? RemoteConnection.DigestOf(answer) : null;
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (declared is not { } digest
            || answer.Content.Headers.ContentLength is not { } length
            || type is null
            || !MediaTypes.IsManifest(type))
        {
            return (await GetAsync(repository, reference, stop))?.Descriptor;
        }

        return reference.Digest is { } wanted && wanted != digest
            ? throw RemoteConnection.Invalid(answer, $"the registry reports another digest than {wanted}")
            : new Descriptor(type, digest, length);
    }

    /// <summary>Pushes a manifest.</summary>
    public async Task<PushedManifest> PushAsync(ManifestPush push, CancellationToken stop)
    {
        using var answer = await PutAsync(push, push.Reference, push.Tags, stop);
        if (push.Tags.Count > 0 && !answer.Headers.NonValidated.Contains("OCI-Tag"))
        {
            // A registry without this extension of the specification ignores the parameter.
            foreach (var tag in push.Tags)
            {
                using var tagged = await PutAsync(push, Reference.To(tag), [], stop);
            }
        }

        if (RemoteConnection.DigestOf(answer) is { } stored && stored.Algorithm.Compute(push.Content.Span) != stored)
        {
            throw RemoteConnection.Invalid(answer, "the registry has stored the manifest with another digest");
        }

        var subject =
            Digest.TryParse(RemoteConnection.Header(answer, "OCI-Subject"), out var named) ? named : (Digest?)null;
        return new PushedManifest(new Descriptor(push.MediaType, push.Digest, push.Content.Length), subject);
    }

    /// <summary>Deletes a tag or a manifest.</summary>
    /// <returns>True if it existed.</returns>
    public async Task<bool> DeleteAsync(RepositoryName repository, Reference reference, CancellationToken stop)
    {
        var request = new RemoteRequest(
            HttpMethod.Delete, $"/v2/{repository}/manifests/{reference}", RemoteRights.Delete(repository),
            HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound);
        try
        {
            using var answer = await connection.SendAsync(request, stop);
            return answer.StatusCode != HttpStatusCode.NotFound;
        }
        catch (RemoteRegistryException cause) when (cause.Code == RegistryError.NameUnknown.Code)
        {
            return false; // zot answers 400.
        }
    }

    private static RemoteRequest Read(HttpMethod method, RepositoryName repository, Reference reference) =>
        new(
            method,
            $"/v2/{repository}/manifests/{reference}",
            RemoteRights.Pull(repository),
            HttpStatusCode.OK,
            HttpStatusCode.NotFound)
        {
            Accept = Types,
        };

    private Task<HttpResponseMessage> PutAsync(
        ManifestPush push, Reference reference, IReadOnlyList<Tag> tags, CancellationToken stop)
    {
        var content = new ReadOnlyMemoryContent(push.Content);
        content.Headers.TryAddWithoutValidation("Content-Type", push.MediaType);
        var query = tags.Count == 0 ? "" : $"?{string.Join('&', tags.Distinct().Select(static tag => $"tag={tag}"))}";
        var request = new RemoteRequest(
            HttpMethod.Put, $"/v2/{push.Repository}/manifests/{reference}{query}", RemoteRights.Push(push.Repository),
            HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Accepted)
        {
            Content = content,
            IsRepeatable = true,
        };
        return connection.SendAsync(request, stop);
    }

    // Some registries send a general type; the manifest itself names its type then.
    private static string TypeOf(HttpResponseMessage answer, byte[] body)
    {
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (type is not null && MediaTypes.IsManifest(type))
        {
            return type;
        }

        try
        {
            using var document = LenientJson.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("mediaType", out var named)
                && named.ValueKind == JsonValueKind.String
                && named.GetString() is { } text
                && MediaTypes.IsManifest(text))
            {
                return text;
            }
        }
        catch (JsonException)
        {
            // The caller rejects the type.
        }

        return type is not null && MediaTypes.IsWellFormed(type) ? type : MediaTypes.OctetStream;
    }
}
