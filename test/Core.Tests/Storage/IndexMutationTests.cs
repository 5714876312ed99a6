using System.Security.Cryptography;
using System.Text.Json;
using Xunit;
using Zot.Registry;
using Zot.Storage.Indexing;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Storage;

/// <summary>Index files with small mutations.</summary>
public sealed class IndexMutationTests
{
    private const int CheckLength = 8;

    private static readonly IndexEntry Tagged = new(Some.Layer("image", MediaTypes.OciManifest), "v1");

    private static readonly byte[] Valid = Some.Bytes(
        $$$"""{"schemaVersion":2,"mediaType":"a/b","manifests":[{"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{Some.Digest("a")}}}","size":7,"platform":{"os":"linux"},"annotations":{"org.opencontainers.image.ref.name":"v1","a":"b"}},{"mediaType":"a/b","digest":"{{{Some.Digest("b")}}}","size":1}],"annotations":{"a":"b"}}""");

    [Fact]
    public void Mutated_index_is_rejected_or_written_as_valid_JSON()
    {
        foreach (var input in new Mutator().MutateAll(Valid))
        {
            RepositoryIndex index;
            try
            {
                index = IndexFile.Read(input);
            }
            catch (JsonException)
            {
                continue;
            }

            // Removes and sets its tags again, which rewrites entries.
            var editor = new IndexEditor(index);
            foreach (var tag in index.Tagged.Keys)
            {
                editor.RemoveTag(tag);
            }

            var changed = editor.ToIndex();
            using var written = IndexFile.Write(changed);
            Assert.Equal(changed.Manifests.Keys.ToHashSet(), IndexFile.Read(written.Written).Manifests.Keys.ToHashSet());
            var (records, torn) = JournalRecord.ReadAll(JournalRecord.Create(editor.Changes).Line);
            Assert.Equal((1, 0), (records.Count, torn));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutated_journal_is_read_or_rejected(bool hasRightCheck)
    {
        var line = JournalRecord.Create([IndexChange.Set(Tagged), IndexChange.Remove("v2"), IndexChange.Remove(Some.Digest("c"))]).Line.ToArray();
        var valid = hasRightCheck ? line[(CheckLength + 2)..^1] : line;
        foreach (var input in new Mutator().MutateAll(valid))
        {
            try
            {
                JournalRecord.ReadAll(hasRightCheck ? Checked(input) : input);
            }
            catch (InvalidDataException unknown)
            {
                Assert.StartsWith("a record has an unknown format", unknown.Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Checked(byte[] json) =>
        [.. "\n"u8, .. Some.Bytes(Convert.ToHexStringLower(SHA256.HashData(json))[..CheckLength]), .. " "u8, .. json, .. "\n"u8];
}
