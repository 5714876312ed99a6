using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Cel;
using Zot.Cel.Syntax;
using Zot.Cel.Values;

namespace Zot.Core.Tests.Libraries.Cel;

public sealed class CelPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    // In ascending order of precedence.
    private static readonly string[][] Levels = [["?"], ["||"], ["&&"], ["==", "<", "in", ">="], ["+", "-"], ["*", "/", "%"]];

    [Fact]
    public void Parse_MinimalParentheses_ReturnsSameTree()
    {
        Prop.ForAll(Trees(4).ToArbitrary(), tree => CelParser.Parse(tree.Minimal).ToString() == tree.Full)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Parse_FullyParenthesized_RoundTrips()
    {
        Prop.ForAll(Trees(4).ToArbitrary(), tree => CelParser.Parse(tree.Full).ToString() == tree.Full)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Logic_WithErrors_FollowsTruthTable()
    {
        // A decisive operand overrides errors; otherwise an error is the result.
        Prop.ForAll(Truths.ListOf().Where(static truths => truths.Count >= 2).ToArbitrary(), truths =>
        {
            var or = Evaluate(string.Join(" || ", truths.Select(TextOf)));
            var and = Evaluate(string.Join(" && ", truths.Select(TextOf)));
            return or == (truths.Contains(true) ? true : truths.Contains(null) ? null : false)
                && and == (truths.Contains(false) ? false : truths.Contains(null) ? null : true);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Logic_AnyExpressions_IsCommutativeAndFollowsDeMorgan()
    {
        Prop.ForAll(Logic(3).ToArbitrary(), Logic(3).ToArbitrary(), (left, right) =>
            Evaluate($"({left}) || ({right})") == Evaluate($"({right}) || ({left})")
            && Evaluate($"({left}) && ({right})") == Evaluate($"({right}) && ({left})")
            && Evaluate($"!(({left}) && ({right}))") == Evaluate($"!({left}) || !({right})")
            && Evaluate($"!!({left})") == Evaluate(left)
            && Evaluate($"[true].all(x, {left})") == Evaluate(left)
            && Evaluate($"[true].exists(x, {left})") == Evaluate(left)
            && Evaluate($"({left}) ? true : false") == Evaluate(left)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Compile_AnyText_IsRejectedOrEvaluated()
    {
        var words = Gen.Elements(
            "a", "b", "1", "-", "2u", ".5", "'x'", "b'y'", "r'", "\"", "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "||", "&&", "!", "==",
            "<", "+", "*", "/", "%", " in ", "has(", ".all(x,", ".map(x,", "x", ".size()", "size(", "null", "true", "\\", "\n", "//", "..", "é",
            "\ud800", "0x", "1e", ".matches(", "optional.of(", ".?", "[?", "timestamp(", "duration('1s')", ".format(", "string(", "for").ListOf();

        Prop.ForAll(words.Select(static parts => string.Concat(parts)).ToArbitrary(), text => EvaluatesOrIsRefused(text))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Evaluate_AnyOperatorOrFunctionWithAnyValues_DoesNotThrow()
    {
        var values = Gen.Elements(
            "null", "true", "0", "-1", "9223372036854775807", "-9223372036854775807 - 1", "0u", "18446744073709551615u", "1.5", "-0.0",
            "double('NaN')", "double('Infinity')", "1e308", "''", "'abc'", "'\\U0001F600'", "'2023-01-01T00:00:00Z'", "'+01:00'", "'1h'", "'('",
            "b''", "b'\\xff'", "[]", "[1, 'a', null]", "['a', 'b']", "{}", "{'a': 1}", "int", "optional.none()", "optional.of(1)",
            "timestamp(0)", "timestamp('9999-12-31T23:59:59Z')", "timestamp('0001-01-01T00:00:00Z')", "duration('-292y')", "duration('100h')",
            "1 / 0", "a", "b");
        var calls = Gen.Elements(
            "{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "{0} % {1}", "{0} == {1}", "{0} < {1}", "{0} in {1}", "{0}[{1}]", "{0}[?{1}]",
            "-({0})", "!({0})", "{0} ? {1} : {2}", "size({0})", "int({0})", "uint({0})", "double({0})", "string({0})", "bool({0})", "bytes({0})",
            "timestamp({0})", "duration({0})", "type({0})", "({0}).startsWith({1})", "({0}).contains({1})", "({0}).matches({1})",
            "({0}).charAt({1})", "({0}).indexOf({1}, {2})", "({0}).lastIndexOf({1}, {2})", "({0}).lastIndexOf({1})", "({0}).lowerAscii()",
            "({0}).replace({1}, {2})", "({0}).replace({1}, {1}, {2})", "({0}).split({1})", "({0}).split({1}, {2})", "({0}).substring({1}, {2})",
            "({0}).trim()", "({0}).join({1})", "({0}).reverse()", "({0}).format([{1}, {2}])", "'%d %s %f'.format([{0}, {1}, {2}])",
            "'%e %x %b %o'.format([{0}, {1}, {2}, {0}])", "({0}).getFullYear({1})", "({0}).getHours({1})", "({0}).getMilliseconds()",
            "sets.contains({0}, {1})", "sets.equivalent({0}, {1})", "sets.intersects({0}, {1})", "base64.encode({0})", "base64.decode({0})",
            "optional.ofNonZeroValue({0})", "({0}).hasValue()", "({0}).value()", "({0}).orValue({1})", "({0}).or({1})", "({0}).a", "({0}).?a",
            "has(({0}).a)", "({0}).all(x, x == {1})", "({0}).map(x, x)", "({0}).exists_one(x, {1})", "({0}).optMap(x, x + {1})",
            "[{0}, {1}]", "{{{0}: {1}}}", "[?{0}]", "strings.quote({0})", "'%s'.format([{0}])");
        var expressions =
            from call in calls
            from first in values
            from second in values
            from third in values
            select string.Format(null, call, first, second, third);

        Prop.ForAll(expressions.ToArbitrary(), text => EvaluatesOrIsRefused(text))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30_000));
    }

    private static bool EvaluatesOrIsRefused(string text)
    {
        if (!CelExpression.TryCompile(text, ["a", "b"], out var expression, out var fault))
        {
            return fault.Reason.Length > 0 && fault.Line > 0 && fault.Column > 0;
        }

        var value = expression.Evaluate(CelValue.Of("text"), CelValue.Of(new CelMap([KeyValuePair.Create("a", CelValue.Of(1))])));
        return value.ToString().Length > 0 && value.IsError == value.Error is not null;
    }

    private static Gen<bool?> Truths => Gen.Elements<bool?>(true, false, null);

    private static string TextOf(bool? truth) => truth switch { true => "true", false => "false", null => "(1 / 0 == 1)" };

    private static Gen<string> Logic(int depth) => depth == 0
        ? Truths.Select(TextOf)
        : Gen.OneOf(
            Truths.Select(TextOf),
            Logic(depth - 1).Select(static inner => $"!({inner})"),
            from left in Logic(depth - 1) from right in Logic(depth - 1) select $"({left}) && ({right})",
            from left in Logic(depth - 1) from right in Logic(depth - 1) select $"({left}) || ({right})",
            from condition in Logic(depth - 1) from right in Logic(depth - 1) select $"({condition}) ? ({right}) : false");

    // Returns null for an error.
    private static bool? Evaluate(string text)
    {
        var value = CelExpression.Compile(text).Evaluate();
        return value.IsTrue ? true : value.IsFalse ? false : null;
    }

    private static Gen<WrittenTree> Trees(int depth)
    {
        var leaves = Gen.OneOf(
            Gen.Elements(Names).Select(static name => new WrittenTree(name, name, 9)),
            Gen.Elements("1", "\"s\"", "true", "[]", "f(a)", "a.b", "b[1]", "a.?b", "-1").Select(static text => new WrittenTree(text, text, 9)));
        return depth == 0 ? leaves : Gen.OneOf(leaves, Trees(depth - 1, 0), Trees(depth - 1, 1), Trees(depth - 1, 3), Trees(depth - 1, 4), Trees(depth - 1, 5));
    }

    private static Gen<WrittenTree> Trees(int depth, int kind) => kind switch
    {
        0 =>
            from condition in Trees(depth)
            from then in Trees(depth)
            from otherwise in Trees(depth)
            select new WrittenTree(
                $"{condition.Within(1)} ? {then.Within(1)} : {otherwise.Within(0)}", $"({condition.Full} ? {then.Full} : {otherwise.Full})", 0),
        1 =>
            from symbol in Gen.Elements("||", "&&")
            from operands in Trees(depth).ArrayOf(3)
            let level = symbol == "||" ? 1 : 2
            select new WrittenTree(
                string.Join($" {symbol} ", operands.Select(operand => operand.Within(level + 1))),
                $"({string.Join($" {symbol} ", operands.Select(static operand => operand.Full))})", level),
        _ =>
            from symbol in Gen.Elements(Levels[kind])
            from left in Trees(depth)
            from right in Trees(depth)
            select new WrittenTree(
                $"{left.Within(kind)} {symbol} {right.Within(kind + 1)}", $"({left.Full} {symbol} {right.Full})", kind),
    };

    private sealed record WrittenTree(string Minimal, string Full, int Level)
    {
        // Adds parentheses only if the enclosing operator has higher precedence.
        public string Within(int level) => Level < level ? $"({Minimal})" : Minimal;
    }
}
