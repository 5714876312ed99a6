using System.Diagnostics;
using System.Text.Json;
using Xunit;
using Zot.Cel;
using Zot.Cel.Values;

namespace Zot.Core.Tests.Libraries.Cel;

/// <summary>The cost limit bounds the time of every evaluation.</summary>
public sealed class CelCostTests
{
    private static readonly CelValue Many = CelValue.Of(Enumerable.Range(0, 5_000).Select(static number => CelValue.Of((long)number)));

    [Theory]
    [InlineData("many.all(a, many.all(b, many.all(c, a + b + c >= 0)))")]
    [InlineData("many.all(a, many.all(b, many.all(c, a + b + c >= 0))) || true")]
    [InlineData("many.map(a, many) == many.map(a, many)")]
    [InlineData("many.all(a, sets.contains(many, many))")]
    [InlineData("many.exists(a, -1 in many)")]
    [InlineData("many.map(a, many.map(b, 'x').join()).join().size() > 0")]
    [InlineData("[many.map(a, 'aaaaaaaaaaaaaaaa').join()].all(s, s.replace('a', s).size() > 0)")]
    [InlineData("[many.map(a, 'a').join()].all(s, s.split('').map(p, s + p).size() > 0)")]
    [InlineData("many.all(a, 'a'.matches('a{0,' + string(a % 10) + '}'))")]
    [InlineData("[many.map(a, 'ab').join()].all(s, many.all(a, !s.contains(s + 'c')))")]
    [InlineData("['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'].map(s, s.replace('', s)).map(s, s.replace('', s)).map(s, s.replace('', s)).map(s, s.replace('', s)).size() > 0")]
    [InlineData("[many].map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).map(x, [x, x]).all(x, '%s'.format([x]).size() > 0)")]
    public void Evaluate_ExpensiveExpression_ReturnsErrorWithinTimeLimit(string text)
    {
        var expression = CelExpression.Compile(text, "many");

        var started = Stopwatch.GetTimestamp();
        var value = expression.Evaluate(Many);

        Assert.Equal("evaluation cost limit exceeded", value.Error);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Evaluate_ComparisonOfValuesWithSharedParts_IsBounded()
    {
        var doubled = string.Concat(Enumerable.Repeat(".map(x, [x, x])", 40));
        var expression = CelExpression.Compile($"[many]{doubled} == [many]{doubled}", "many");

        Assert.Equal("evaluation cost limit exceeded", expression.Evaluate(Many).Error);
    }

    [Fact]
    public void Evaluate_SlowPattern_ReturnsErrorWithinTimeLimit()
    {
        var expression = CelExpression.Compile("text.matches('(.{0,30}a){0,30}.{300}c')", "text");

        var started = Stopwatch.GetTimestamp();
        var value = expression.Evaluate(CelValue.Of(new string('a', 50_000)));

        Assert.True(value.IsError);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Evaluate_TypicalExpression_StaysWithinCostLimit()
    {
        var groups = CelValue.Of(Enumerable.Range(0, 1_000).Select(static number => $"/org/team-{number}/developers"));
        var expression = CelExpression.Compile(
            "groups.exists(g, g.startsWith('/org/') && g.split('/')[2].replace('team-', '') == '999')", "groups");

        Assert.True(expression.Evaluate(groups).IsTrue);
    }

    [Fact]
    public void Read_Json_ConvertsToValues()
    {
        using var json = JsonDocument.Parse(
            """{"sub": "me", "exp": 1700000000, "groups": ["a", "b"], "nested": {"x": null, "y": true}, "bad\ud800": 1, "half": "\ud800"}""");
        var claims = CelJson.Read(json.RootElement);
        var expression = CelExpression.Compile(
            "claims.sub == 'me' && claims.exp == 1700000000 && claims.groups == ['a', 'b'] && claims.nested == {'x': null, 'y': true} && claims.half == null",
            "claims");

        Assert.True(expression.Evaluate(claims).IsTrue);
    }

    [Fact]
    public void TryGet_StringsAndLists_SucceedsForMatchingKindsOnly()
    {
        Assert.True(CelExpression.Compile("['a', 'b']").Evaluate().TryGetTexts(out var texts));
        Assert.Equal(["a", "b"], texts);
        Assert.False(CelExpression.Compile("['a', 1]").Evaluate().TryGetTexts(out _));
        Assert.True(CelExpression.Compile("'a'").Evaluate().TryGetText(out var text));
        Assert.Equal("a", text);
        Assert.False(CelExpression.Compile("1").Evaluate().TryGetText(out _));
    }
}
