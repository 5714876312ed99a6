using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Registry;
using Zot.Storage.Indexing;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Indexing;

public sealed class SortedTagsTests
{
    [Fact]
    public void Tags_match_the_index_in_order_after_any_changes() =>
        Prop.ForAll(Steps(), static steps =>
        {
            var index = RepositoryIndex.Empty;
            foreach (var (tag, isPush, isAskedFor) in steps)
            {
                var editor = new IndexEditor(index);
                if (isPush)
                {
                    editor.Push(Some.Layer("manifest", MediaTypes.OciManifest), [Tag.Parse($"t{tag}")]);
                }
                else
                {
                    editor.RemoveTag($"t{tag}");
                }

                index = editor.ToIndex();
                if (isAskedFor)
                {
                    Assert.Equal(index.Tagged.Keys.Order(StringComparer.Ordinal), index.Tags);
                }
            }

            Assert.Equal(index.Tagged.Keys.Order(StringComparer.Ordinal), index.Tags);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<(int Tag, bool IsPush, bool IsAskedFor)[]> Steps() =>
        Gen.Choose(0, 30).SelectMany(tag => Gen.Elements(true, true, false)
            .SelectMany(isPush => Gen.Elements(true, false, false, false).Select(isAskedFor => (tag, isPush, isAskedFor))))
            .ArrayOf().ToArbitrary();
}
