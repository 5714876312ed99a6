using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Zot.BlackBox.Authorization;

/// <summary>Builds the request of a row, after creating the content that its path refers to.</summary>
internal sealed partial class RouteRequest(RegistryClient admin)
{
    private const string Name = "team/app";
    private const string Other = "team/other";

    private Manifest? _shared;

    /// <summary>Sends the request of a row as a caller.</summary>
    /// <returns>The status of the response.</returns>
    public async Task<int> SendAsync(RouteRow row, RegistryClient caller)
    {
        var content = RandomNumberGenerator.GetBytes(16);
        var path = row.Path.Replace("<name>", Name, StringComparison.Ordinal).Replace("<other>", Other, StringComparison.Ordinal);
        var type = MediaType.OctetStream;
        if (path.Contains("/manifests/", StringComparison.Ordinal) || path.Contains("/referrers/", StringComparison.Ordinal))
        {
            var image = await ImageAsync(row.Method);
            (content, type) = (image.Content, image.MediaType);
            path = path.Replace("<digest>", image.Digest, StringComparison.Ordinal)
                .Replace("<new-tag>", RandomTag(), StringComparison.Ordinal)
                .Replace("<tag>", path.Contains("<tag>", StringComparison.Ordinal) ? await TagAsync(image) : "", StringComparison.Ordinal);
        }

        if (path.Contains("/tags/", StringComparison.Ordinal))
        {
            await ImageAsync(row.Method);
        }

        if (path.Contains("/blobs/<digest>", StringComparison.Ordinal))
        {
            path = path.Replace("<digest>", await admin.PushBlobAsync(Name, Blob.Random().Content), StringComparison.Ordinal);
        }
        else if (path.Contains("mount=<digest>", StringComparison.Ordinal))
        {
            path = path.Replace("<digest>", await admin.PushBlobAsync(Other, Blob.Random().Content), StringComparison.Ordinal);
        }

        path = path.Replace("<digest>", Digests.Sha256(content), StringComparison.Ordinal);
        if (path.Contains("<id>", StringComparison.Ordinal))
        {
            var upload = await admin.StartUploadAsync(Name);
            path = path.Replace("<id>", upload[(upload.LastIndexOf('/') + 1)..], StringComparison.Ordinal);
        }

        Assert.False(Placeholder().IsMatch(path), path);
        HttpContent? body = row.Method is "PUT" or "POST" or "PATCH" ? new ByteArrayContent(content) : null;
        return (await caller.SendAsync(row.Method, path, body, body is null ? [] : [("Content-Type", type)])).Status;
    }

    // Requests that only read share an image.
    private async Task<Manifest> ImageAsync(string method)
    {
        if (method is "DELETE" || _shared is null)
        {
            var image = Manifest.Image();
            await admin.PushAsync(Name, image);
            _shared = method is "DELETE" ? _shared : image;
            return image;
        }

        return _shared;
    }

    private async Task<string> TagAsync(Manifest image)
    {
        var tag = RandomTag();
        (await admin.PutManifestAsync(Name, tag, image)).Expect(201);
        return tag;
    }

    private static string RandomTag() => $"t{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    [GeneratedRegex("<[a-z-]+>")]
    private static partial Regex Placeholder();
}
