using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.CommandLine;

public sealed class StackTraceTests
{
    // A native binary has no symbols: the names come from its own metadata.
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Stack_trace_contains_the_method_names_of_the_program(string build)
    {
        var htpasswd = "";
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            htpasswd = Path.Combine(folder, "htpasswd");
            File.WriteAllText(htpasswd, Htpasswd.Alice);
            options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = htpasswd } };
        });
        using var client = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        File.Delete(htpasswd);
        Directory.CreateDirectory(htpasswd);

        await Eventually.TrueAsync(async () => (await client.GetAsync("/v2/")).Status == 200 && StackIn(zot.Log) is not null, "the error is logged");

        Assert.Contains("   at Zot.Auth.", StackIn(zot.Log), StringComparison.Ordinal);
    }

    private static string? StackIn(string log) => log.Split('\n')
        .Where(static line => line.Contains("failed to reload htpasswd file", StringComparison.Ordinal))
        .Select(static line => JsonSerializer.Deserialize<JsonObject>(line)?["stack"]?.GetValue<string>())
        .FirstOrDefault();
}
