using System.Text.Json;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests the configuration files in <c>examples/</c>.</summary>
public sealed class ExamplesTests : CommandTest
{
    [Fact(Timeout = Limits.Test)]
    public void Examples_exist() => Assert.NotEmpty(Files());

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Every_example_is_valid(string build)
    {
        await Parallel.ForEachAsync(Files(), async (file, _) =>
        {
            var run = await RunAsync(build, "verify", file);

            await EndedAsync(run, 0);
            Assert.DoesNotContain("\"level\":\"error\"", run.Output, StringComparison.Ordinal);
        });
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Schema_is_JSON_and_contains_every_section(string build)
    {
        var run = await RunAsync(build, "schema");

        await EndedAsync(run, 0);
        var schema = JsonDocument.Parse(run.Output).RootElement;
        Assert.Contains("draft-07", schema.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        foreach (var section in new[] { "storage", "http", "log", "extensions", "scheduler", "cluster" })
        {
            Assert.Contains($"\"{section}\"", run.Output, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Files() => Directory
        .EnumerateFiles(RepositoryRoot.Combine("examples"), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".yml")
        .Where(file => Path.GetFileName(file).StartsWith("config", StringComparison.Ordinal) && !file.EndsWith("-credentials.json", StringComparison.Ordinal));
}
