namespace Zot.BlackBox.Harness;

/// <summary>Common push and pull operations, for tests of other features.</summary>
internal static class RegistryClientExtensions
{
    /// <summary>Starts an upload.</summary>
    /// <returns>The location of the upload.</returns>
    public static async Task<string> StartUploadAsync(this RegistryClient client, string repository, string query = "") =>
        (await client.PostAsync($"/v2/{repository}/blobs/uploads/{query}")).Expect(202).Location;

    /// <summary>Pushes a blob with POST and PUT.</summary>
    /// <returns>The digest.</returns>
    public static async Task<string> PushBlobAsync(
        this RegistryClient client, string repository, byte[] content, string algorithm = "sha256")
    {
        var digest = Digests.Of(algorithm, content);
        var upload = await client.StartUploadAsync(repository);
        (await client.FinishUploadAsync(upload, digest, content)).Expect(201);
        return digest;
    }

    /// <summary>end-6: completes an upload, with the last part of its content.</summary>
    public static Task<Answer> FinishUploadAsync(
        this RegistryClient client, string upload, string digest, byte[]? content = null, params (string, string)[] headers) =>
        client.PutAsync($"{upload}{(upload.Contains('?') ? '&' : '?')}digest={digest}", content, [("Content-Type", MediaType.OctetStream), .. headers]);

    /// <summary>end-5: sends the chunk at an offset.</summary>
    public static Task<Answer> PatchChunkAsync(this RegistryClient client, string upload, int start, byte[] content) =>
        client.PatchAsync(
            upload, content, ("Content-Type", MediaType.OctetStream), ("Content-Range", $"{start}-{start + content.Length - 1}"));

    /// <summary>end-7: pushes a manifest without the content it references.</summary>
    public static Task<Answer> PutManifestAsync(
        this RegistryClient client, string repository, string reference, Manifest manifest) =>
        client.PutAsync($"/v2/{repository}/manifests/{reference}", manifest.Content, ("Content-Type", manifest.MediaType));

    /// <summary>Pushes a manifest with all content it references.</summary>
    /// <param name="client">The client.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="reference">A tag or a digest; the digest of the manifest by default.</param>
    /// <param name="algorithm">The algorithm of the digests.</param>
    public static async Task<Answer> PushAsync(
        this RegistryClient client, string repository, Manifest manifest, string? reference = null, string algorithm = "sha256")
    {
        await client.PushContentAsync(repository, manifest, algorithm);
        return (await client.PutManifestAsync(repository, reference ?? Digests.Of(algorithm, manifest.Content), manifest)).Expect(201);
    }

    /// <summary>Pushes all content that a manifest references.</summary>
    public static async Task PushContentAsync(
        this RegistryClient client, string repository, Manifest manifest, string algorithm = "sha256")
    {
        foreach (var blob in manifest.Blobs)
        {
            await client.PushBlobAsync(repository, blob.Content, algorithm);
        }

        foreach (var child in manifest.Manifests)
        {
            await client.PushAsync(repository, child, null, algorithm);
        }
    }

    /// <summary>Lists the tags of a repository, in the order of the response.</summary>
    public static async Task<string[]> TagsAsync(this RegistryClient client, string repository, string query = "") =>
        (await client.GetAsync($"/v2/{repository}/tags/list{query}")).Expect(200).Strings("tags");

    /// <summary>Returns the strings of a list in the JSON of a response.</summary>
    public static string[] Strings(this Answer answer, string list) =>
        [.. answer.Json.GetProperty(list).EnumerateArray().Select(item => item.GetString()!)];
}
