using Xunit;
using Zot.Configuration.Values;

namespace Zot.Core.Tests.Configuration;

public sealed class ValueTests
{
    [Theory]
    [InlineData("**", true)]
    [InlineData("a/*/b?", true)]
    [InlineData("{a,b}/**", true)]
    [InlineData("[a-z]*", true)]
    [InlineData("[!a-z]", true)]
    [InlineData("[^x]", true)]
    [InlineData("a\\*b", true)]
    [InlineData("", true)]
    [InlineData("[", false)]
    [InlineData("[]", false)]
    [InlineData("[!]", false)]
    [InlineData("[]a]", false)]
    [InlineData("[z-a]", true)]
    [InlineData("[-x]", true)]
    [InlineData("[x-]", true)]
    [InlineData("[\\]]", true)]
    [InlineData("[a\\]", false)]
    [InlineData("[a-", false)]
    [InlineData("[a", false)]
    [InlineData("{a", false)]
    [InlineData("a}", false)]
    [InlineData("a\\", false)]
    public void Glob_is_valid_or_invalid(string pattern, bool expected) => Assert.Equal(expected, GlobSyntax.IsValid(pattern));

    [Theory]
    [InlineData("22:00-06:00", "23:30", true)]
    [InlineData("22:00-06:00", "22:00", true)]
    [InlineData("22:00-06:00", "05:59", true)]
    [InlineData("22:00-06:00", "06:00", false)]
    [InlineData("1:00-2:00", "01:30", true)]
    [InlineData("01:00-02:00", "02:00", false)]
    public void GcTimeWindow_includes_its_start_but_not_its_end(string window, string time, bool expected)
    {
        Assert.True(GcTimeWindow.TryParse(window, out var parsed));
        Assert.Equal(expected, parsed.Contains(DateTimeOffset.Parse($"2030-01-01T{time}:00Z")));
    }
}
