using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Core.Tests.Auth.AccessControl;

public sealed class GlobIndexTests
{
    [Fact]
    public void TryFind_SeveralMatches_LongestTextWins()
    {
        var index = IndexOf("**", "team/**", "team/app", "team/[a-a]pp", "*/app");

        Assert.Equal("team/[a-a]pp", Find(index, "team/app"));
        Assert.Equal("team/**", Find(index, "team/other"));
        Assert.Equal("team/**", Find(index, "team"));
        Assert.Equal("**", Find(index, "elsewhere"));
    }

    [Fact]
    public void TryFind_SeveralMatchesOfEqualLength_FirstInOrdinalOrderWins()
    {
        Assert.Equal("*/app", Find(IndexOf("*/app", "x/*pp", "x/ap?"), "x/app"));
        Assert.Equal("x/*pp", Find(IndexOf("x/ap?", "x/*pp"), "x/app"));
    }

    [Fact]
    public void TryFind_NoMatch_ReturnsFalse() => Assert.Null(Find(IndexOf("a/**", "b"), "c"));

    [Fact]
    public void TryFind_AnyPatterns_AgreesWithLinearScan()
    {
        var patterns = Gen.Elements("a", "b", "ab", "*", "a*", "**", "{a,ab}", "[ab]", "?b").NonEmptyListOf()
            .Select(parts => string.Join('/', parts.Take(3))).ListOf();
        var names = Gen.Elements("a", "b", "ab", "c").NonEmptyListOf().Select(parts => string.Join('/', parts.Take(4)));

        Prop.ForAll(patterns.ToArbitrary(), names.ToArbitrary(), (texts, name) =>
        {
            var expected = texts.Distinct()
                .Where(text => GlobPattern.Parse(text).Matches(name))
                .OrderByDescending(static text => text.Length)
                .ThenBy(static text => text, StringComparer.Ordinal)
                .FirstOrDefault();
            return Find(IndexOf([.. texts.Distinct()]), name) == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData("team{0}/**", "team{0}/app/db")]
    [InlineData("org/team-{0}-*/**", "org/team-{0}-x/app")]
    [InlineData("org/team{0}/app", "org/team{0}/app")]
    [InlineData("**/app{0}", "org/x/app{0}")]
    [InlineData("{{org{0},dept{0}}}/*", "dept{0}/app")]
    public void TryFind_TenThousandPatterns_ComparesFewPatterns(string pattern, string name)
    {
        const int Many = 10_000;
        var index = IndexOf([.. Enumerable.Range(0, Many).Select(number => string.Format(null, pattern, number)), "**", "*", "*/*"]);

        foreach (var number in new[] { 0, 7, 4711, Many - 1 })
        {
            Assert.True(index.TryFind(string.Format(null, name, number), out var found, out _, out var tried));

            Assert.Equal(string.Format(null, pattern, number), found.Text);
            Assert.InRange(tried, 1, 10);
        }
    }

    [Fact]
    public void TryFind_DoesNotAllocate()
    {
        var index = IndexOf("team/**", "**", "*/app", "{a,b}/*");
        Find(index, "team/app");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 100; times++)
        {
            index.TryFind("team/x/y", out _, out _, out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static GlobIndex<string> IndexOf(params string[] patterns) =>
        new(patterns.Select(static text => KeyValuePair.Create(GlobPattern.Parse(text), text)));

    private static string? Find(GlobIndex<string> index, string name) =>
        index.TryFind(RepositoryName.Parse(name), out _, out var found) ? found : null;
}
