using System.Text.Json;
using Xunit;
using Zot.Registry;
using Zot.Storage.Indexing;
using Zot.Testing;

namespace Zot.Storage.Tests;

/// <summary>Files of an index that are nearly right.</summary>
public sealed class IndexMutationTests
{
    private static readonly IndexEntry Tagged = new(Some.Layer("image", MediaTypes.OciManifest), "v1");

    private static readonly byte[] Valid = Some.Bytes(
        $$$"""{"schemaVersion":2,"mediaType":"a/b","manifests":[{"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{Some.Digest("a")}}}","size":7,"platform":{"os":"linux"},"annotations":{"org.opencontainers.image.ref.name":"v1","a":"b"}},{"mediaType":"a/b","digest":"{{{Some.Digest("b")}}}","size":1}],"annotations":{"a":"b"}}""");

    [Fact]
    public void Index_is_read_and_written_as_valid_JSON_or_is_none()
    {
        foreach (var input in Mutations.Of(Valid))
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

            // Its tags are removed and set again, which takes entries apart.
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

    [Fact]
    public void Journal_is_read_or_is_none()
    {
        var valid = JournalRecord.Create([IndexChange.Set(Tagged), IndexChange.Remove("v2"), IndexChange.Remove(Some.Digest("c"))]).Line.ToArray();
        foreach (var input in Mutations.Of(valid))
        {
            try
            {
                JournalRecord.ReadAll(input);
            }
            catch (InvalidDataException)
            {
                // A record with the right check and another form.
            }
        }
    }
}
