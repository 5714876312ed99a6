#if EXT_SYNC
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Naming;

namespace Zot.Extensions.Tests.Sync.Naming;

public sealed class TagFilterTests
{
    private static readonly string[] Tags = ["1.2.3", "v1", "latest", "v2-beta", "1.0"];

    [Fact]
    public void Without_options_all_tags_are_selected()
    {
        Assert.Same(TagFilter.All, TagFilter.Create(null));
        Assert.Equal(Tags, TagFilter.All.Apply(Tags));
        Assert.Equal(Tags, TagFilter.Create(new SyncTagsOptions()).Apply(Tags));
    }

    [Theory]
    [InlineData("1", null, false, "1.2.3,v1,1.0")]
    [InlineData("^1", null, false, "1.2.3,1.0")]
    [InlineData("", null, false, "")]
    [InlineData(null, "", false, "1.2.3,v1,latest,v2-beta,1.0")]
    [InlineData(null, "^v", false, "1.2.3,latest,1.0")]
    [InlineData("1", "^v", false, "1.2.3,1.0")]
    [InlineData(null, null, true, "1.2.3,v1,v2-beta,1.0")]
    [InlineData("v", "beta", true, "v1")]
    public void Filters_apply_in_order(string? regex, string? excluded, bool semver, string expected) =>
        Assert.Equal(expected, string.Join(',', TagFilter.Create(new SyncTagsOptions { Regex = regex, ExcludeRegex = excluded, Semver = semver }).Apply(Tags)));

    [Theory]
    [InlineData("1", true)]
    [InlineData("v1.2", true)]
    [InlineData("01.2.3", true)]
    [InlineData("20240101", true)]
    [InlineData("1.2.3-rc.1", true)]
    [InlineData("1.2-alpine", true)]
    [InlineData("1-0a.-", true)]
    [InlineData("1.2.3-01", false)]
    [InlineData("1.2.3-a..b", false)]
    [InlineData("1.2.3.4", false)]
    [InlineData("1.2.", false)]
    [InlineData("V1", false)]
    [InlineData("vv1", false)]
    [InlineData("1_2", false)]
    [InlineData("1.2.3-", false)]
    [InlineData("99999999999999999999999", false)]
    [InlineData("sha256-0000000000000000000000000000000000000000000000000000000000000000.sig", false)]
    [InlineData("1\n", false)]
    public void Versions_are_recognized(string tag, bool isVersion) =>
        Assert.Equal(isVersion, TagFilter.Create(new SyncTagsOptions { Semver = true }).Apply([tag]).Count == 1);

    [Fact]
    public void Expression_takes_linear_time()
    {
        var filter = TagFilter.Create(new SyncTagsOptions { Regex = "^(a+)+$" });

        Assert.Empty(filter.Apply([new string('a', 100_000) + "b"]));
    }

    [Fact]
    public void Invalid_expression_is_rejected() =>
        Assert.Throws<FormatException>(() => TagFilter.Create(new SyncTagsOptions { ExcludeRegex = "(" }));
}
#endif
