using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.Documentation;

/// <summary>Follows docs/events.md word by word, and checks the documented output.</summary>
public sealed class EventsDocumentTests
{
    private const string Webhook = "A webhook in five minutes";
    private const string JetStream = "A JetStream consumer in five minutes";

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Documented_steps_lead_to_a_verified_webhook(string build)
    {
        await using var terminals = new Terminals(build, "5000", "9000");

        foreach (var snippet in Snippet.Of("events.md").Where(static snippet => snippet.Section == Webhook))
        {
            await terminals.FollowAsync(snippet);
        }

        Assert.Contains("the signature is good", terminals.Shown, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Documented_steps_lead_to_a_consumer_of_JetStream(string build)
    {
        await using var terminals = new Terminals(build, "5000", "4222");
        var snippets = Snippet.Of("events.md");
        await terminals.FollowAsync(Assert.Single(snippets, static snippet => snippet is { Section: Webhook, Use: "file: push.sh" }));

        foreach (var snippet in snippets.Where(static snippet => snippet.Section == JetStream))
        {
            await terminals.FollowAsync(snippet);
        }

        Assert.Contains("\"type\":\"zotregistry.image.updated\"", terminals.Shown, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limits.Test)]
    public void Every_block_of_a_tested_section_is_used()
    {
        var sections = Snippet.Of("events.md").GroupBy(static snippet => snippet.Section).ToDictionary(static section => section.Key, static section => section.Count());
        var blocks = File.ReadLines(RepositoryRoot.Combine("docs", "events.md"))
            .Aggregate((Section: "", Count: new Dictionary<string, int>(StringComparer.Ordinal)), static (seen, line) =>
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    seen.Count[seen.Section] = seen.Count.GetValueOrDefault(seen.Section) + 1;
                }

                return line.StartsWith("## ", StringComparison.Ordinal) ? (line[3..], seen.Count) : seen;
            }).Count;

        Assert.All([Webhook, JetStream], section => Assert.Equal(blocks[section], 2 * sections[section]));
    }
}
