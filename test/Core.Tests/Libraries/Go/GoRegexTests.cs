using Xunit;
using Zot.Go;

namespace Zot.Core.Tests.Libraries.Go;

public sealed class GoRegexTests
{
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
}
