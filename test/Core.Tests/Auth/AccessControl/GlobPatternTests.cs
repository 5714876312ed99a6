using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Auth.AccessControl;
using Zot.Configuration.Values;
using Zot.Registry;

namespace Zot.Core.Tests.Auth.AccessControl;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("**", "a", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("*", "a", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("a/**", "a", true)]
    [InlineData("a/**", "a/b", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "ab", false)]
    [InlineData("a/*", "a", false)]
    [InlineData("a/*", "a/b/c", false)]
    [InlineData("**/c", "c", true)]
    [InlineData("**/c", "a/b/c", true)]
    [InlineData("**/c", "a/bc", false)]
    [InlineData("a/**/d", "a/d", true)]
    [InlineData("a/**/d", "a/b/c/d", true)]
    [InlineData("a/**/d", "a/b/c", false)]
    [InlineData("abc**", "abc/b", false)]
    [InlineData("abc**", "abcd", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzx", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzy", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("ab[b-d]", "abc", true)]
    [InlineData("ab[^b-d]", "abc", false)]
    [InlineData("ab[!e-g]", "abc", true)]
    [InlineData("a[!b]c", "a/c", false)]
    [InlineData("[a-b-d]", "b", true)]
    [InlineData("[a-b-d]", "c", false)]
    [InlineData("[a-b-d]", "d", true)]
    [InlineData("x[-y]z", "x-z", true)]
    [InlineData("x[y-]z", "x-z", true)]
    [InlineData("x[\\-]z", "x-z", true)]
    [InlineData("[z-a]", "m", false)]
    [InlineData("ab{c,d,*}", "abcde", true)]
    [InlineData("a{,bc}", "a", true)]
    [InlineData("a/{b/c,c/b}", "a/c/b", true)]
    [InlineData("{a/{b,c},abc}", "a/c", true)]
    [InlineData("{a/{b,c},abc}", "a/b/c", false)]
    [InlineData("{team,dept}-*/**", "dept-7/x/y", true)]
    [InlineData("some{thing{new,},}", "somethingnew", true)]
    [InlineData("some{thing{new,},}", "something", true)]
    [InlineData("some{thing{new,},}", "some", true)]
    [InlineData("a,b", "a", false)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("a\\/b", "a/b", true)]
    [InlineData("a/", "a", false)]
    [InlineData("/a", "a", false)]
    [InlineData("a/**/", "a", true)]
    [InlineData("a/**/", "a/b", false)]
    [InlineData("a/**/**", "a", false)]
    [InlineData("a/**/**", "a/b", true)]
    [InlineData("**/**", "a/b", true)]
    [InlineData("", "a", false)]
    [InlineData("e]", "e", false)]
    public void Matches_SameNamesAsZot(string pattern, string name, bool expected)
    {
        var matches = GlobPattern.Parse(pattern).Matches(RepositoryName.Parse(name));

        Assert.Equal(expected, matches);
    }

    [Theory]
    [InlineData("a[", "close its '['")]
    [InlineData("a[^", "close its '['")]
    [InlineData("[bc", "close its '['")]
    [InlineData("[a-", "close its '['")]
    [InlineData("[]a]", "empty")]
    [InlineData("a{b", "close its '{'")]
    [InlineData("a{b,{c}", "close its '{'")]
    [InlineData("a}", "opening '{'")]
    [InlineData("a\\", "backslash")]
    public void Parse_InvalidPattern_ThrowsWithReason(string pattern, string reason)
    {
        Assert.Contains(reason, Assert.Throws<FormatException>(() => GlobPattern.Parse(pattern)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooManyAlternatives_Throws()
    {
        var pattern = string.Concat(Enumerable.Repeat("{a,b}", 40));

        Assert.Contains("alternatives", Assert.Throws<FormatException>(() => GlobPattern.Parse(pattern)).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => GlobPattern.Parse(new string('{', 5000)));
    }

    [Fact]
    public void Length_IsNumberOfBytes() => Assert.Equal(4, GlobPattern.Parse("ä/*").Length);

    [Fact]
    public void Matches_AnyPattern_AgreesWithReferenceMatcher()
    {
        var property = Prop.ForAll(Patterns.ToArbitrary(), Names.ToArbitrary(), (pattern, name) =>
            GlobPattern.Parse(pattern).Matches(name) == SlowGlob.Matches(pattern, name));

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows()
    {
        var texts = Gen.Elements("{}[],*?/\\!^-ab]{[".ToCharArray()).ListOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text => GlobPattern.TryParse(text, out var pattern, out var reason)
            ? pattern.Matches("a/b") is var _ && reason is null
            : reason is { Length: > 0 }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void TryParse_AnyText_AgreesWithConfigurationValidator()
    {
        var texts = Gen.Elements("{}[],*?/\\!^-ab]{[".ToCharArray()).ListOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), static text => GlobPattern.TryParse(text, out _, out _) == GlobSyntax.IsValid(text))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Matches_DoesNotAllocate()
    {
        var pattern = GlobPattern.Parse("{team,dept}-*/**/[a-z]*/app?");
        Assert.True(pattern.Matches("team-1/x/y/z/apps"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 100; times++)
        {
            pattern.Matches("team-1/x/y/z/nothing");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Gen<string> Names =>
        Gen.Elements("a", "b", "ab", "ba", "aab", "c").NonEmptyListOf().Select(parts => string.Join('/', parts.Take(4)));

    // Sequences of ** are excluded: their special meaning is covered by rows of the table above.
    private static Gen<string> Patterns => Gen
        .Elements("a", "b", "ab", "*", "?", "**", "[ab]", "[!a]", "a*", "*b", "{a,b}", "{a/b,*}", "{,a}b", "a{b,c/*}", "{**,a}", "a*b*")
        .NonEmptyListOf()
        .Select(parts => string.Join('/', parts.Take(5)))
        .Where(pattern => SlowGlob.Expand(pattern).All(static text => !text.Contains("**/**", StringComparison.Ordinal)));
}
