using System.Text.Json;

namespace Zot.BlackBox.Crash;

/// <summary>The files of a registry, checked while no server is running.</summary>
internal sealed class DataFolder(string path)
{
    // A larger index is written with a delay.
    private const int PromptIndexLength = 256 * 1024;
    private const string TagAnnotation = "org.opencontainers.image.ref.name";

    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);

    /// <summary>Fails if the content of a file does not match its final name.</summary>
    /// <param name="indexIsComplete">
    /// True if <c>index.json</c> cannot list removed content whose removal is only in the log next to it.
    /// </param>
    public void Check(bool indexIsComplete = true)
    {
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar);
            switch (parts)
            {
                case [.., ".uploads", _]:
                    break;
                case [.., "blobs", var algorithm, var hex]:
                    CheckBlob(file, algorithm, hex);
                    break;
                case [.., "index.json"]:
                    CheckIndex(file, indexIsComplete);
                    break;
                case [.., "oci-layout"]:
                    Assert.Equal("1.0.0", Parse(file).GetProperty("imageLayoutVersion").GetString());
                    break;
            }
        }
    }

    /// <summary>
    /// Fails if a small <c>index.json</c> lacks an acknowledged change: it is written before the response.
    /// </summary>
    public void CheckTags(Ledger ledger)
    {
        foreach (var repository in ledger.Tags.GroupBy(tag => tag.Key.Repository))
        {
            var file = Path.Combine(path, repository.Key, "index.json");
            if (!File.Exists(file) || new FileInfo(file).Length > PromptIndexLength)
            {
                continue;
            }

            var manifests = Parse(file).GetProperty("manifests");
            var tags = manifests.ValueKind == JsonValueKind.Null
                ? []
                : manifests.EnumerateArray()
                    .Where(entry => entry.TryGetProperty("annotations", out var annotations) && annotations.TryGetProperty(TagAnnotation, out _))
                    .ToDictionary(
                        entry => entry.GetProperty("annotations").GetProperty(TagAnnotation).GetString()!,
                        entry => entry.GetProperty("digest").GetString(),
                        StringComparer.Ordinal);
            foreach (var (key, history) in repository.Where(tag => tag.Value is { IsTold: true, Pending.Exists: false }))
            {
                Assert.True(
                    tags.GetValueOrDefault(key.Tag) == history.Acknowledged?.Digest,
                    $"{file} has {tags.GetValueOrDefault(key.Tag) ?? "nothing"} for {key.Tag}, but {history.Acknowledged?.Digest ?? "nothing"} was acknowledged");
            }
        }
    }

    private void CheckBlob(string file, string algorithm, string hex)
    {
        if (_whole.Add(file))
        {
            Assert.Equal($"{algorithm}:{hex}", Digests.Of(algorithm, File.ReadAllBytes(file)));
        }
    }

    private static void CheckIndex(string file, bool isComplete)
    {
        var index = Parse(file);
        Assert.Equal(2, index.GetProperty("schemaVersion").GetInt32());
        if (!isComplete || index.GetProperty("manifests") is not { ValueKind: JsonValueKind.Array } manifests)
        {
            return;
        }

        foreach (var digest in manifests.EnumerateArray().Select(manifest => manifest.GetProperty("digest").GetString()!))
        {
            Assert.True(
                File.Exists(Path.Combine([Path.GetDirectoryName(file)!, "blobs", .. digest.Split(':')])),
                $"{file} lists {digest}, which is missing");
        }
    }

    private static JsonElement Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        }
        catch (JsonException exception)
        {
            throw new Xunit.Sdk.XunitException($"{file} is torn: {exception.Message}", exception);
        }
    }
}
