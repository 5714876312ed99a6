using System.Diagnostics;
using System.Globalization;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>A zot with a data set.</summary>
/// <param name="name">The name in the table.</param>
/// <param name="binary">The binary.</param>
/// <param name="folder">The directory of the server, with the data.</param>
/// <param name="settings">The settings.</param>
internal sealed class ScaleZotPeer(string name, string binary, string folder, ScaleSettings settings) : Peer(name, folder)
{
    private const string Retention = """
        "retention": { "policies": [{ "repositories": ["**"], "keepTags": [{ "pulledWithin": "8760h", "mostRecentlyPushedCount": 1000000 }] }] }
        """;

    private const string Quotas = """
        "quotas": [{ "pattern": "**", "maxBytes": 1000000000000 }, { "pattern": "team*/**", "maxBytes": 1000000000000 }]
        """;

    protected override ProcessStartInfo Configure(int port)
    {
        List<string> storage =
        [
            $"\"rootDirectory\": \"{Data}\"",
            settings.GcInterval is { } interval
                ? string.Create(CultureInfo.InvariantCulture, $"\"gcDelay\": \"1s\", \"gcInterval\": \"{interval.TotalSeconds}s\"")
                : "\"gc\": false",
        ];
        if (settings.HasIndex)
        {
            storage.Add(Retention);
        }

        if (settings.HasQuotas)
        {
            storage.Add(Quotas);
        }

        var file = Path.Combine(Folder, "config.json");
        File.WriteAllText(file, $$"""
            {
              "storage": { {{string.Join(", ", storage)}} },
              "http": { "address": "127.0.0.1", "port": "{{port}}" },
              "log": { "level": "error" }{{(settings.HasSearch ? """, "extensions": { "search": { "enable": true } }""" : "")}}
            }
            """);
        return new ProcessStartInfo(binary, ["serve", file]);
    }
}
