#if EXT_SEARCH
using GraphQL;
using Xunit;
using Zot.Extensions.Search.Limits;
using Zot.Extensions.Search.Queries;
using Zot.Metadata.Queries;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search.Queries;

public sealed class PageSourceTests
{
    [Fact]
    public void List_with_too_many_items_is_an_error()
    {
        var row = new RepositoryRow(Some.Repository);

        var whole = PageSource.OfRepositories(Page(QueryLimits.Items));
        var error = Assert.Throws<ExecutionError>(() => PageSource.OfRepositories(Page(QueryLimits.Items + 1)));

        Assert.Equal(QueryLimits.Items, whole.Count);
        Assert.Contains("limit and offset", error.Message, StringComparison.Ordinal);

        MetadataPage<RepositoryRow> Page(int count) => new([.. Enumerable.Repeat(row, count)], 100_000);
    }
}
#endif
