using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>
/// Three-valued logic with errors as the third value: an operand that determines the result overrides errors.
/// </summary>
internal static class CelLogic
{
    /// <summary>Binds <c>||</c> (<paramref name="decisive"/> is true) or <c>&amp;&amp;</c> (false).</summary>
    public static CelBound Bind(bool decisive, CelBound[] operands) => CelBound.From(
        frame =>
        {
            var answer = CelValue.Of(!decisive);
            foreach (var operand in operands)
            {
                var value = operand.Step(frame);
                if (Decides(value, decisive))
                {
                    return value;
                }

                answer = Combine(answer, value);
            }

            return answer;
        },
        operands);

    /// <summary>Binds <c>condition ? then : otherwise</c>; only one branch is evaluated.</summary>
    public static CelBound BindConditional(CelBound condition, CelBound then, CelBound otherwise) => CelBound.From(
        frame =>
        {
            var value = condition.Step(frame);
            return value.IsTrue ? then.Step(frame)
                : value.IsFalse ? otherwise.Step(frame)
                : value.IsError ? value
                : CelErrors.NotBoolean;
        },
        condition, then, otherwise);

    public static CelValue Not(CelValue value) => value.Kind == CelKind.Bool
        ? CelValue.Of(value.IsFalse)
        : CelErrors.NoOverload("!", value);

    public static bool Decides(CelValue value, bool decisive) => decisive ? value.IsTrue : value.IsFalse;

    /// <summary>Returns the intermediate result after a value that is not decisive: the first error is kept.</summary>
    public static CelValue Combine(CelValue answer, CelValue value) =>
        answer.IsError || value.Kind == CelKind.Bool ? answer
        : value.IsError ? value
        : CelErrors.NotBoolean;
}
