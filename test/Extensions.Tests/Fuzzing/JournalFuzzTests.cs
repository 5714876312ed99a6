#if EXT_EVENTS
using System.Text;
using System.Text.Json;
using Xunit;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Extensions.Tests.Events;
using Zot.Testing.Fuzzing;

namespace Zot.Extensions.Tests.Fuzzing;

[Collection(FuzzCollection.Name)]
[Trait("suite", "fuzz")]
public sealed class JournalFuzzTests
{
    // Each file takes some milliseconds.
    private const int FileShare = 100;

    private static readonly RegistryEvent Push = SomeEvents.Push("1");

    private static readonly byte[][] Corpus =
    [
        .. Enum.GetValues<EventKind>().Select(static kind => JsonSerializer.SerializeToUtf8Bytes(Push with { Kind = kind }, JournalJson.Default.RegistryEvent)),
        JsonSerializer.SerializeToUtf8Bytes(
            Push with { Manifest = """{"schemaVersion":2,"config":{"mediaType":"a/b","size":2},"layers":[null],"manifests":[{"size":1}],"subject":null}""" },
            JournalJson.Default.RegistryEvent),
        JsonSerializer.SerializeToUtf8Bytes(
            new Intent(Push, [new IntendedTag("1.4.0", Before: null), new IntendedTag("v2", $"sha256:{new string('7', 64)}")], IsNewRepository: true), JournalJson.Default.Intent),
        JsonSerializer.SerializeToUtf8Bytes(new Intent(Push with { Kind = EventKind.TagDeleted }, [], IsNewRepository: false), JournalJson.Default.Intent),
        [],
    ];

    private static readonly byte[][] Words = [.. Enumerable.Range(0, 20).Select(static kind => Encoding.UTF8.GetBytes($"\"Kind\":{kind},"))];

    [Fact]
    public Task Record_of_the_journal_is_read_or_reported_as_damaged() =>
        new Fuzzer("journal record", Corpus, new Mutator(Words), JournalTarget.OpenAsync).RunAsync();

    [Fact]
    public async Task Journal_file_is_opened_salvaged_or_rejected_with_a_one_line_error() =>
        await new Fuzzer("journal file", [await JournalFileTarget.CreateAsync()], new Mutator(), JournalFileTarget.OpenAsync).RunAsync(FileShare);
}
#endif
