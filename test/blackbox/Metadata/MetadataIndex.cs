using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Metadata;

/// <summary>The metadata index of a registry, read by another program than the one that wrote it.</summary>
internal static class MetadataIndex
{
    private const string Dump = """
        import json, sqlite3, sys
        index = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
        tags = [list(row) for row in index.execute("SELECT repository, tag, manifest FROM tags ORDER BY 1, 2")]
        manifests = [list(row) for row in index.execute("SELECT repository, manifest FROM manifests ORDER BY 1, 2")]
        print(json.dumps({"tags": tags, "manifests": manifests}))
        """;

    /// <summary>Has a registry keep an index: it is what <c>pulledWithin</c> asks for. Nothing is collected.</summary>
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

    /// <summary>The files of the index, whether they are there or not.</summary>
    public static string[] Files(ZotProcess zot) =>
        [.. new[] { "", "-wal", "-shm" }.Select(suffix => Path.Combine(zot.Data, "_metadata", $"index.db{suffix}"))];

    /// <summary>What <c>zot status</c> says of it.</summary>
    public static async Task<JsonElement> StatusAsync(ZotProcess zot) =>
        (await zot.Client.GetAsync("/v2/_zot/status")).Expect(200).Json;

    /// <summary>Waits until everything has been compared since the start, and nothing is left to be written.</summary>
    public static Task CatchUpAsync(ZotProcess zot) => Eventually.TrueAsync(
        async () =>
        {
            var status = await StatusAsync(zot);
            return status.GetProperty("metadata").GetProperty("pending").GetInt32() == 0
                && status.GetProperty("jobs").EnumerateArray().Any(static job =>
                    job.GetProperty("name").GetString() == "metadata index" && job.GetProperty("sweeps").GetInt32() > 0);
        },
        "the index has caught up");

    /// <summary>Where each tag points to, by the index of a registry that is stopped; and how many manifests there are.</summary>
    public static async Task<(Dictionary<string, string> Tags, int Manifests)> ReadAsync(ZotProcess zot)
    {
        var json = JsonDocument.Parse(await Tool.RunAsync("python3", "-c", Dump, Files(zot)[0])).RootElement;
        return (
            json.GetProperty("tags").EnumerateArray().ToDictionary(
                static row => $"{row[0].GetString()}:{row[1].GetString()}", static row => row[2].GetString()!, StringComparer.Ordinal),
            json.GetProperty("manifests").GetArrayLength());
    }

    /// <summary>Where each tag points to, by the registry itself.</summary>
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
