#if EXT_SYNC
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Naming;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Naming;

public sealed class NameRulesTests
{
    [Theory]
    [InlineData("zot-fold/alpine", "/alpine", false, "zot-fold/alpine", "alpine/zot-fold/alpine")]
    [InlineData("zot-fold/alpine", "/alpine", true, "zot-fold/alpine", "alpine")]
    [InlineData("zot-fold/*", "/", true, "zot-fold/alpine", "alpine")]
    [InlineData("zot-fold/**", "/", true, "zot-fold/alpine", "alpine")]
    [InlineData("zot-fold/**", "/dst", true, "zot-fold/a/b", "dst/a/b")]
    [InlineData("zot-fold/**", "/dst", false, "zot-fold/a/b", "dst/zot-fold/a/b")]
    [InlineData("zot-fold/**", "/dst", true, "zot-fold", "dst")]
    [InlineData("**", null, false, "a/b", "a/b")]
    [InlineData("**", null, true, "a/b", "a/b")]
    [InlineData("**", "dst/", false, "a/b", "dst/a/b")]
    [InlineData("/a/*", null, false, "a/b", "a/b")]
    [InlineData("/a/b/", "/", false, "a/b", "a/b")]
    [InlineData("team-*/apps/**", "/x", true, "team-a/apps/web", "x/team-a/apps/web")]
    [InlineData("a/b-*", "/x", true, "a/b-c", "x/c")]
    [InlineData("{a,b}/**", "/x", true, "b/c", "x/b/c")]
    [InlineData("zot-fold/**", "/", true, "zot-fold/zot-fold/a", "zot-fold/a")]
    public void Name_is_mapped_in_both_directions(string prefix, string? destination, bool strips, string upstream, string local)
    {
        var rules = new NameRules([Content(prefix, destination, strips)]);
        var expected = new SyncName(RepositoryName.Parse(upstream), RepositoryName.Parse(local), TagFilter.All);

        Assert.Equal(expected, rules.FindLocal(expected.Upstream));
        Assert.Equal(expected, rules.FindUpstream(expected.Local));
    }

    [Theory]
    [InlineData("zot-fold/*", null, false, "zot-fold/a/b")]
    [InlineData("zot-fold/*", null, false, "zot-fold")]
    [InlineData("zot-fold/alpine", null, false, "zot-fold/alpine2")]
    [InlineData("zot-fold/**", null, false, "zot-folder/a")]
    [InlineData("**", "/Upper", false, "a")]
    [InlineData("a", "/", true, "a")]
    public void Other_upstream_repository_is_not_copied(string prefix, string? destination, bool strips, string upstream) =>
        Assert.Null(new NameRules([Content(prefix, destination, strips)]).FindLocal(RepositoryName.Parse(upstream)));

    [Theory]
    [InlineData("zot-fold/*", "/dst", true, "dst/a/b")]
    [InlineData("zot-fold/*", "/dst", true, "dst")]
    [InlineData("zot-fold/*", "/dst", true, "dst2/a")]
    [InlineData("zot-fold/*", "/dst", false, "dst/a")]
    [InlineData("zot-fold/*", "/dst", false, "zot-fold/a")]
    [InlineData("zot-fold/alpine", "/alpine", true, "alpine/other")]
    public void Other_local_repository_has_no_upstream(string prefix, string? destination, bool strips, string local) =>
        Assert.Null(new NameRules([Content(prefix, destination, strips)]).FindUpstream(RepositoryName.Parse(local)));

    [Fact]
    public void First_matching_entry_decides()
    {
        var rules = new NameRules([Content("a/b", "/first"), Content("a/**", "/Invalid"), Content("**", "/last")]);

        Assert.Equal("first/a/b", Local("a/b"));
        Assert.Null(Local("a/c"));
        Assert.Equal("last/b", Local("b"));
        Assert.Equal("a/b", $"{rules.FindUpstream(RepositoryName.Parse("last/a/b"))?.Upstream}");

        string? Local(string name) => rules.FindLocal(RepositoryName.Parse(name))?.Local.ToString();
    }

    [Fact]
    public void Without_entries_names_are_equal_on_demand_and_nothing_is_copied_periodically()
    {
        var (rules, name) = (new NameRules([]), RepositoryName.Parse("a/b"));

        Assert.Equal(new SyncName(name, name, TagFilter.All), rules.FindUpstream(name));
        Assert.Null(rules.FindLocal(name));
    }

    [Fact]
    public void Filter_of_the_entry_belongs_to_the_name()
    {
        var rules = new NameRules([Content("a") with { Tags = new SyncTagsOptions { Regex = "^v" } }, Content("b")]);

        Assert.Equal(["v1"], rules.FindLocal(RepositoryName.Parse("a"))!.Tags.Apply(["v1", "w1"]));
        Assert.Equal(["v1", "w1"], rules.FindLocal(RepositoryName.Parse("b"))!.Tags.Apply(["v1", "w1"]));
    }

    [Fact]
    public void Image_belongs_to_the_entry_that_applies_to_its_repository()
    {
        var digest = Some.Digest("a");
        var rules = new NameRules(
        [
            Content("a/b", "/x", true) with { Images = [$"a/b@{digest}", $"c@{digest}"] },
            Content("**") with { Images = [$"a/b@{Some.Digest("b")}", $"a/c@{digest}"] },
        ]);

        Assert.Equal([("x", digest), ("a/c", digest)], rules.Images.Select(static image => ($"{image.Name.Local}", image.Digest)));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a@sha256:0")]
    [InlineData("A@sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public void Invalid_image_is_rejected(string image) =>
        Assert.Throws<FormatException>(() => new NameRules([Content("a") with { Images = [image] }]));

    [Fact]
    public void Invalid_glob_is_rejected() => Assert.Throws<FormatException>(() => new NameRules([Content("a[")]));

    [Fact]
    public void Copied_name_is_found_again_on_demand()
    {
        var part = Gen.Elements("a", "b", "ab", "a-b", "aa");
        var name = Join(part, 1, 4);
        var prefix = Join(Gen.Elements("a", "b", "*", "**", "a*", "a-*", "?", "{a,b}"), 1, 3);
        var entries = from p in prefix
                      from d in Gen.OneOf(Gen.Constant(""), Gen.Constant("/"), Join(part, 1, 2))
                      from s in Gen.Elements(true, false)
                      select Content(p, d, s);
        var cases = from entry in entries from one in name select (entry, RepositoryName.Parse(one));

        Prop.ForAll(Arb.From(cases), static one =>
        {
            var rules = new NameRules([one.entry]);
            return rules.FindLocal(one.Item2) is not { } copied
                || (rules.FindUpstream(copied.Local) is { } back && rules.FindLocal(back.Upstream)?.Local == copied.Local);
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<string> Join(Gen<string> part, int min, int max) =>
        from count in Gen.Choose(min, max)
        from parts in Gen.ArrayOf(part, count)
        select string.Join('/', parts);

    private static SyncContentOptions Content(string prefix, string? destination = null, bool strips = false) =>
        new() { Prefix = prefix, Destination = destination, StripPrefix = strips };
}
#endif
