using Zot.Cel.Functions;
using Zot.Cel.Syntax;
using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>Binds calls: macros, calls that evaluate their arguments lazily, and functions.</summary>
internal sealed class CelCallBinder(CelBinder binder)
{
    /// <exception cref="CelSyntaxException">The function is unknown, or does not accept the arguments.</exception>
    public CelBound Bind(CelSyntax.Call call, CelScope scope)
    {
        if (CelBinder.QualifiedNameOf(call.Target, scope) is { } qualifier
            && CelFunctions.Find(
                $"{qualifier}.{call.Function}", isMember: false, call.Arguments.Count) is { } qualified)
        {
            return BindFunction(call.Function, qualified, binder.BindAll(call.Arguments, scope));
        }

        return (call.Target, call.Function, call.Arguments) switch
        {
            (null, "has", [var argument]) => BindHas(argument, scope),
            (null, "matches", [var text, var pattern]) => BindMatches(binder.Bind(text, scope), pattern, scope),
            ({ } target, "matches", [var pattern]) => BindMatches(binder.Bind(target, scope), pattern, scope),
            ({ } target, "or" or "orValue", [var other]) => BindOr(call.Function, target, other, scope),
            ({ } target, _, [_, ..]) when BindMacro(call, target, scope) is { } macro => macro,
            _ => BindFunction(call, scope),
        };
    }

    private CelBound? BindMacro(CelSyntax.Call call, CelSyntax target, CelScope scope)
    {
        if (!IsMacro(call.Function, call.Arguments.Count))
        {
            return null;
        }

        var range = binder.Bind(target, scope);
        var inner = call.Arguments[0] is CelSyntax.Name name
            ? scope.With(name.Text, out var slot)
            : throw binder.Refusal(call.Arguments[0].Position, $"the first argument of {call.Function} must be a name");
        var first = binder.Bind(call.Arguments[1], inner);
        return call.Function switch
        {
            "all" => CelComprehensions.BindQuantifier(decisive: false, range, slot, first),
            "exists" => CelComprehensions.BindQuantifier(decisive: true, range, slot, first),
            "exists_one" or "existsOne" => CelComprehensions.BindExistsOne(range, slot, first),
            "filter" => CelComprehensions.BindMap(range, slot, first, transform: null),
            "map" when call.Arguments.Count == 2 => CelComprehensions.BindMap(range, slot, predicate: null, first),
            "map" => CelComprehensions.BindMap(range, slot, first, binder.Bind(call.Arguments[2], inner)),
            _ => CelComprehensions.BindOptional(range, slot, first, isFlat: call.Function == "optFlatMap"),
        };
    }

    private static bool IsMacro(string name, int arguments) => (name, arguments) is
        ("all" or "exists" or "exists_one" or "existsOne" or "filter" or "map" or "optMap" or "optFlatMap", 2)
            or ("map", 3);

    private CelBound BindHas(CelSyntax argument, CelScope scope)
    {
        if (argument is not CelSyntax.Select { IsOptional: false } select)
        {
            throw binder.Refusal(argument.Position, "the argument of has must be a field selection such as has(a.b)");
        }

        var operand = binder.Bind(select.Operand, scope);
        var key = CelValue.Of(select.Field);
        return CelBound.From(frame => CelSelection.Has(operand.Step(frame), key), operand);
    }

    // A constant pattern is validated and compiled once.
    private CelBound BindMatches(CelBound text, CelSyntax pattern, CelScope scope)
    {
        var bound = binder.Bind(pattern, scope);
        if (bound.Value is not { Kind: CelKind.String } constant)
        {
            return BindFunction("matches", CelPatterns.Matches, [text, bound]);
        }

        return CelPatterns.TryCompile(constant.Text, out var regex)
            ? BindFunction("matches", (frame, arguments) => CelPatterns.Matches(frame, regex, arguments[0]), [text])
            : throw binder.Refusal(pattern.Position, "is not a valid RE2 regular expression");
    }

    // The substitute of an absent value is evaluated lazily.
    private CelBound BindOr(string function, CelSyntax target, CelSyntax other, CelScope scope)
    {
        var optional = binder.Bind(target, scope);
        var substitute = binder.Bind(other, scope);
        return CelBound.From(
            frame =>
            {
                var value = optional.Step(frame);
                if (value.Kind != CelKind.Optional)
                {
                    return CelErrors.NoOverload(function, value);
                }

                if (value.HasContent)
                {
                    return function == "or" ? value : value.Content;
                }

                var result = substitute.Step(frame);
                return function == "or" && result.Kind != CelKind.Optional
                    ? CelErrors.NoOverload(function, value, result)
                    : result;
            },
            optional, substitute);
    }

    private CelBound BindFunction(CelSyntax.Call call, CelScope scope)
    {
        CelSyntax[] arguments = call.Target is null ? [.. call.Arguments] : [call.Target, .. call.Arguments];
        var function = CelFunctions.Find(call.Function, call.Target is not null, arguments.Length)
            ?? throw binder.Refusal(call.Position, CelFunctions.IsKnown(call.Function)
                ? $"no overload of '{call.Function}' matches this call"
                : $"unknown function '{call.Function}'");
        return BindFunction(call.Function, function, binder.BindAll(arguments, scope));
    }

    private static CelBound BindFunction(string name, CelFunction function, CelBound[] arguments) => CelBound.From(
        frame =>
        {
            var values = new CelValue[arguments.Length];
            for (var at = 0; at < values.Length; at++)
            {
                values[at] = arguments[at].Step(frame);
                if (values[at].IsError)
                {
                    return values[at];
                }

                if (values[at].Kind == CelKind.String && !frame.ChargeText(values[at].Text.Length))
                {
                    return CelErrors.TooCostly;
                }
            }

            return function(frame, values) ?? CelErrors.NoOverload(name, values);
        },
        arguments);
}
