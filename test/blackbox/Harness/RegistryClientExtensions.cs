namespace Zot.BlackBox.Harness;

/// <summary>The usual ways to push and pull, for tests that are about something else.</summary>
internal static class RegistryClientExtensions
{
    /// <summary>Starts an upload.</summary>
    /// <returns>Where to send it.</returns>
    public static async Task<string> StartUploadAsync(this RegistryClient client, string repository, string query = "") =>
        (await client.PostAsync($"/v2/{repository}/blobs/uploads/{query}")).Expect(202).Location;

    /// <summary>Pushes a blob, by POST and PUT.</summary>
    /// <returns>Its digest.</returns>
    public static async Task<string> PushBlobAsync(
        this RegistryClient client, string repository, byte[] content, string algorithm = "sha256")
    {
        var digest = Digests.Of(algorithm, content);
        var upload = await client.StartUploadAsync(repository);
        (await client.FinishUploadAsync(upload, digest, content)).Expect(201);
        return digest;
    }

    /// <summary>end-6: closes an upload, with a last part of its content.</summary>
    public static Task<Answer> FinishUploadAsync(
        this RegistryClient client, string upload, string digest, byte[]? content = null, params (string, string)[] headers) =>
        client.PutAsync($"{upload}{(upload.Contains('?') ? '&' : '?')}digest={digest}", content, [("Content-Type", MediaType.OctetStream), .. headers]);

    /// <summary>end-5: sends the chunk that begins at an offset.</summary>
    public static Task<Answer> PatchChunkAsync(this RegistryClient client, string upload, int start, byte[] content) =>
        client.PatchAsync(
            upload, content, ("Content-Type", MediaType.OctetStream), ("Content-Range", $"{start}-{start + content.Length - 1}"));

    /// <summary>end-7: pushes a manifest, and nothing of what it needs.</summary>
    public static Task<Answer> PutManifestAsync(
        this RegistryClient client, string repository, string reference, Manifest manifest) =>
        client.PutAsync($"/v2/{repository}/manifests/{reference}", manifest.Content, ("Content-Type", manifest.MediaType));

    /// <summary>Pushes a manifest with all that it needs.</summary>
    /// <param name="client">The client.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="reference">A tag or a digest; its sha256 when not given.</param>
    /// <param name="algorithm">The algorithm of the digests of the content it needs.</param>
    public static async Task<Answer> PushAsync(
        this RegistryClient client, string repository, Manifest manifest, string? reference = null, string algorithm = "sha256")
    {
        await client.PushContentAsync(repository, manifest, algorithm);
        return (await client.PutManifestAsync(repository, reference ?? Digests.Of(algorithm, manifest.Content), manifest)).Expect(201);
    }

    /// <summary>Pushes all that a manifest needs.</summary>
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

    /// <summary>All tags of a repository, in the order of the answer.</summary>
    public static async Task<string[]> TagsAsync(this RegistryClient client, string repository, string query = "") =>
        (await client.GetAsync($"/v2/{repository}/tags/list{query}")).Expect(200).Strings("tags");

    /// <summary>The strings of a list in the answer's JSON.</summary>
    public static string[] Strings(this Answer answer, string list) =>
        [.. answer.Json.GetProperty(list).EnumerateArray().Select(item => item.GetString()!)];
}
