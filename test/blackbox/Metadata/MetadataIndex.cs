using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Metadata;

/// <summary>The metadata index of a registry, read by a different program than the one that wrote it.</summary>
internal static class MetadataIndex
{
    private const string Dump = """
        import json, sqlite3, sys
        index = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
        tags = [list(row) for row in index.execute("SELECT repository, tag, manifest FROM tags ORDER BY 1, 2")]
        manifests = [list(row) for row in index.execute("SELECT repository, manifest FROM manifest_records ORDER BY 1, 2")]
        print(json.dumps({"tags": tags, "manifests": manifests}))
        """;

    /// <summary>Enables the index, which <c>pulledWithin</c> requires. Nothing is collected.</summary>
    public static void Configure(JsonObject options, string folder)
    {
        var storage = options["storage"]!.AsObject();
        (storage["gc"], storage["gcDelay"], storage["gcInterval"]) = (true, "24h", "24h");
        storage["retention"] = new JsonObject
        {
            ["delay"] = "24h",
            ["policies"] = new JsonArray(new JsonObject
            {
                ["repositories"] = new JsonArray("**"),
                ["keepTags"] = new JsonArray(new JsonObject { ["pulledWithin"] = "720h" }),
            }),
        };
    }

    /// <summary>Returns the paths of the index files, which may not exist.</summary>
    public static string[] Files(ZotProcess zot) =>
        [.. new[] { "", "-wal", "-shm" }.Select(suffix => Path.Combine(zot.Data, "_metadata", $"index.db{suffix}"))];

    /// <summary>Returns the response of <c>zot status</c>.</summary>
    public static async Task<JsonElement> StatusAsync(ZotProcess zot) =>
        (await zot.Client.GetAsync("/v2/_zot/status")).Expect(200).Json;

    /// <summary>Waits until a sweep has completed since the start and no writes are pending.</summary>
    public static Task CatchUpAsync(ZotProcess zot) => Eventually.TrueAsync(
        async () =>
        {
            var status = await StatusAsync(zot);
            return status.GetProperty("metadata").GetProperty("pending").GetInt32() == 0
                && status.GetProperty("jobs").EnumerateArray().Any(static job =>
                    job.GetProperty("name").GetString() == "metadata index" && job.GetProperty("sweeps").GetInt32() > 0);
        },
        "the index has caught up");

    /// <summary>
    /// Returns the target of each tag, from the index of a stopped registry, and the number of manifests.
    /// </summary>
    public static async Task<(Dictionary<string, string> Tags, int Manifests)> ReadAsync(ZotProcess zot)
    {
        var json = JsonDocument.Parse(await Tool.RunAsync("python3", "-c", Dump, Files(zot)[0])).RootElement;
        return (
            json.GetProperty("tags").EnumerateArray().ToDictionary(
                static row => $"{row[0].GetString()}:{row[1].GetString()}", static row => row[2].GetString()!, StringComparer.Ordinal),
            json.GetProperty("manifests").GetArrayLength());
    }

    /// <summary>Returns the target of each tag, from the registry itself.</summary>
    public static async Task<Dictionary<string, string>> TagsAsync(ZotProcess zot)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (var repository in (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"))
        {
            foreach (var tag in await zot.Client.TagsAsync(repository))
            {
                tags[$"{repository}:{tag}"] =
                    (await zot.Client.HeadAsync($"/v2/{repository}/manifests/{tag}")).Expect(200).Header("Docker-Content-Digest")!;
            }
        }

        return tags;
    }
}
