using Xunit;
using Zot.Configuration;

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
    [InlineData("v2.*", "xv2", true)]
    [InlineData("^v(?P<major>[0-9]+)$", "v12", true)]
    [InlineData("^[[:digit:]]+$", "42", true)]
    [InlineData("^[[:alpha:]_]+$", "a_b", true)]
    [InlineData("^v[0-9]+$", "xv1", false)]
    [InlineData("^v1$", "v1\n", false)]
    [InlineData("^(v1$|v2$)", "v2\n", false)]
    [InlineData("^(v1$|v2$)", "v2", true)]
    [InlineData("(?i)^V1$", "v1\n", false)]
    [InlineData("(?m)^v1$", "v1\n", true)]
    [InlineData("^[$]$", "$", true)]
    [InlineData("^[]$]$", "]", true)]
    [InlineData(@"^[\]$]$", "$", true)]
    [InlineData(@"^\$$", "$", true)]
    [InlineData(@"^\\$", "\\", true)]
    [InlineData(@"^\\$", "\\\n", false)]
    [InlineData("^[[:alpha:]$]+$", "a$", true)]
    public void GoRegex_is_unanchored_and_supports_the_syntax_of_Go(string pattern, string text, bool expected)
    {
        Assert.True(GoRegex.TryParse(pattern, out var regex));
        Assert.Equal(expected, regex.IsMatch(text));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a(?=b)")]
    [InlineData(@"(a)\1")]
    public void GoRegex_rejects_syntax_that_RE2_does_not_support(string pattern) => Assert.False(GoRegex.TryParse(pattern, out _));

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
