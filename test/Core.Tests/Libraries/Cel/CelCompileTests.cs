using Xunit;
using Zot.Cel;
using Zot.Cel.Values;

namespace Zot.Core.Tests.Libraries.Cel;

public sealed class CelCompileTests
{
    [Theory]
    [InlineData("", 1, 1, "unexpected end")]
    [InlineData("1 +", 1, 4, "unexpected end")]
    [InlineData("(1", 1, 3, "expected ')' at the end")]
    [InlineData("[1 2]", 1, 4, "expected ']' before '2'")]
    [InlineData("{'a' 1}", 1, 6, "expected ':'")]
    [InlineData("1 1", 1, 3, "unexpected '1'")]
    [InlineData("a\n  && b", 2, 6, "undeclared reference to 'b'")]
    [InlineData("a.b.c(1)", 1, 5, "unknown function 'c'")]
    [InlineData("foo(1)", 1, 1, "unknown function 'foo'")]
    [InlineData("size(1, 2)", 1, 1, "no overload of 'size' matches")]
    [InlineData("'a'.size(1)", 1, 5, "no overload of 'size' matches")]
    [InlineData("math.greatest(1, 2)", 1, 6, "unknown function 'greatest'")]
    [InlineData("a.all(1, true)", 1, 7, "must be a name")]
    [InlineData("a.all(x, y)", 1, 10, "undeclared reference to 'y'")]
    [InlineData("a.all(x, true) && x", 1, 19, "undeclared reference to 'x'")]
    [InlineData("has(a)", 1, 5, "must be a field selection")]
    [InlineData("has(a[0])", 1, 6, "must be a field selection")]
    [InlineData("all(a, x, true)", 1, 1, "no overload of 'all' matches")]
    [InlineData("Message{a: 1}", 1, 8, "messages")]
    [InlineData("for", 1, 1, "reserved word")]
    [InlineData("a.in", 1, 3, "unexpected 'in'")]
    [InlineData("a in", 1, 5, "unexpected end")]
    [InlineData("'a", 1, 1, "unterminated")]
    [InlineData("'a\nb'", 1, 1, "unterminated")]
    [InlineData("'''a''", 1, 1, "unterminated")]
    [InlineData("'\\q'", 1, 2, "unknown escape")]
    [InlineData("'\\u12'", 1, 2, "not a valid character")]
    [InlineData("'\\ud800'", 1, 2, "not a valid character")]
    [InlineData("'\\U00110000'", 1, 2, "not a valid character")]
    [InlineData("'\\400'", 1, 2, "unknown escape")]
    [InlineData("b'\\u0041'", 1, 3, "unknown escape")]
    [InlineData("9223372036854775808", 1, 1, "out of range")]
    [InlineData("18446744073709551616u", 1, 1, "out of range")]
    [InlineData("0x", 1, 1, "invalid number")]
    [InlineData("1abc", 1, 1, "invalid number")]
    [InlineData("1e", 1, 1, "invalid number")]
    [InlineData("a & a", 1, 3, "unexpected '&'")]
    [InlineData("a = 1", 1, 3, "unexpected '='")]
    [InlineData("a ? 1", 1, 6, "expected ':'")]
    [InlineData("a.matches('(')", 1, 11, "regular expression")]
    [InlineData("a.matches('(?=a)')", 1, 11, "regular expression")]
    [InlineData("a.?b(1)", 1, 5, "unexpected '('")]
    public void Compile_Invalid_ThrowsWithPositionAndReason(string expression, int line, int column, string reason)
    {
        var refusal = Assert.Throws<CelSyntaxException>(() => CelExpression.Compile(expression, "a"));

        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal((line, column), (refusal.Line, refusal.Column));
    }

    [Theory]
    [InlineData("a // a comment\n")]
    [InlineData("a.true_ == 1 && a.for == 2")]
    [InlineData("[1, 2,] == [1, 2] && {'a': 1,} == {'a': 1}")]
    [InlineData(".a")]
    [InlineData("a.map(a, a)")]
    [InlineData("a.size.size()")]
    [InlineData("a.sets.contains('x')")]
    public void Compile_Valid_Succeeds(string expression) => Assert.NotNull(CelExpression.Compile(expression, "a"));

    [Theory]
    [InlineData('(', ')')]
    [InlineData('[', ']')]
    public void Compile_NestedTooDeeply_Throws(char open, char close)
    {
        var expression = new string(open, 10_000) + "1" + new string(close, 10_000);

        Assert.Contains("nested", Assert.Throws<CelSyntaxException>(() => CelExpression.Compile(expression)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("-")]
    [InlineData("1 + ")]
    [InlineData("true ? 1 : ")]
    [InlineData("a.")]
    public void Compile_ChainTooLong_Throws(string link)
    {
        var expression = string.Concat(Enumerable.Repeat(link, 2_000)) + "a";

        Assert.Contains("nested", Assert.Throws<CelSyntaxException>(() => CelExpression.Compile(expression, "a")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_LongDisjunction_Succeeds()
    {
        var expression = string.Join(" || ", Enumerable.Range(0, 1_000).Select(static number => $"a == {number}"));

        Assert.True(CelExpression.Compile(expression, "a").Evaluate(CelValue.Of(999)).IsTrue);
    }

    [Fact]
    public void Compile_TooLong_Throws() =>
        Assert.Throws<CelSyntaxException>(() => CelExpression.Compile(new string(' ', CelExpression.MaxLength) + "1"));

    [Fact]
    public void Evaluate_Variables_AreBoundInOrder()
    {
        var expression = CelExpression.Compile("first - second == 2 && [9].all(first, first == 9) && first == 5", "first", "second");

        Assert.True(expression.Evaluate(CelValue.Of(5), CelValue.Of(3)).IsTrue);
        Assert.Throws<ArgumentException>(() => expression.Evaluate(CelValue.Of(5)));
    }

    [Fact]
    public void Compile_QualifiedFunction_IsHiddenByVariableOfSameName()
    {
        Assert.Contains("no overload of 'contains' matches", Assert.Throws<CelSyntaxException>(
            () => CelExpression.Compile("sets.contains([1], [1])", "sets")).Reason, StringComparison.Ordinal);
    }
}
