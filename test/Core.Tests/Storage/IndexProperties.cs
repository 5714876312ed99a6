using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Registry;
using Zot.Storage.Indexing;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>Properties that the crash safety of the index depends on.</summary>
public sealed class IndexProperties
{
    [Fact]
    public void Replay_of_any_tail_of_the_journal_has_no_effect() =>
        Prop.ForAll(Steps(), static steps =>
        {
            var (index, journal) = Run(steps);
            for (var from = 0; from <= journal.Count; from++)
            {
                var replayed = index.With(journal.Skip(from).SelectMany(static record => record.Changes));
                Assert.Equal(Text(index), Text(replayed));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Replay_of_the_journal_restores_the_index() =>
        Prop.ForAll(Steps(), static steps =>
        {
            var (index, journal) = Run(steps);
            var bytes = journal.SelectMany(static record => record.Line.ToArray()).ToArray();
            var (records, torn) = JournalRecord.ReadAll(bytes);
            var written = WrittenAndRead(RepositoryIndex.Empty);

            Assert.Equal((journal.Count, 0), (records.Count, torn));
            Assert.Equal(Text(index), Text(written.With(records.SelectMany(static record => record.Changes))));
            Assert.Equal(Text(index), Text(WrittenAndRead(index)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Truncated_journal_yields_the_records_before_the_cut() =>
        Prop.ForAll(Steps(), static steps =>
        {
            var (_, journal) = Run(steps);
            var bytes = journal.SelectMany(static record => record.Line.ToArray()).ToArray();

            // Cuts only within the last records: the earlier ones are intact in any case.
            for (var length = Math.Max(0, bytes.Length - 800); length < bytes.Length; length += 13)
            {
                var (records, torn) = JournalRecord.ReadAll(bytes.AsMemory(0, length));
                Assert.InRange(torn, 0, 1);
                Assert.Equal(
                    journal.Take(records.Count).Select(static record => Convert.ToHexString(record.Line.Span)),
                    records.Select(static record => Convert.ToHexString(record.Line.Span)));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Manifests_of_an_index_match_its_entries() =>
        Prop.ForAll(Steps(), static steps =>
        {
            var (index, _) = Run(steps);
            var expected = index.InOrder().GroupBy(static entry => entry.Descriptor.Digest)
                .ToDictionary(static group => group.Key, static group => group.Count());

            Assert.Equal(
                expected.OrderBy(static pair => pair.Key.ToString()),
                index.Manifests.ToDictionary(static pair => pair.Key, static pair => pair.Value.Entries)
                    .OrderBy(static pair => pair.Key.ToString()));
            Assert.All(index.Untagged.Keys, digest => Assert.Equal(1, index.Manifests[digest].Entries));
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<(int Kind, int Tag, int Manifest)[]> Steps() =>
        Gen.Choose(0, 3).SelectMany(kind => Gen.Choose(0, 3).SelectMany(tag => Gen.Choose(0, 3).Select(manifest => (kind, tag, manifest))))
            .ArrayOf().ToArbitrary();

    private static (RepositoryIndex Index, List<JournalRecord> Journal) Run((int Kind, int Tag, int Manifest)[] steps)
    {
        var index = RepositoryIndex.Empty;
        List<JournalRecord> journal = [];
        foreach (var (kind, tag, manifest) in steps)
        {
            var editor = new IndexEditor(index);
            var descriptor = Some.Layer($"manifest {manifest}", MediaTypes.OciManifest);
            switch (kind)
            {
                case 0:
                    editor.Push(descriptor, [Tag.Parse($"t{tag}")]);
                    break;
                case 1:
                    editor.Push(descriptor, tag == 3 ? [] : [Tag.Parse($"t{tag}"), Tag.Parse("t3")]);
                    break;
                case 2:
                    editor.RemoveTag($"t{tag}");
                    break;
                default:
                    editor.Delete(descriptor.Digest);
                    break;
            }

            if (editor.Changes.Count > 0)
            {
                journal.Add(JournalRecord.Create(editor.Changes));
                index = editor.ToIndex();
            }
        }

        return (index, journal);
    }

    private static RepositoryIndex WrittenAndRead(RepositoryIndex index)
    {
        using var content = IndexFile.Write(index);
        return IndexFile.Read(content.Written);
    }

    private static IEnumerable<string> Text(RepositoryIndex index) =>
        index.InOrder().Select(static entry => $"{entry.Tag} {entry.Descriptor.Digest} {entry.Descriptor.MediaType}").Order();
}
