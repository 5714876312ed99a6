namespace Zot.Auth.Cel;

/// <summary>Logic in which an error is a third truth value: what decides regardless of it, decides.</summary>
internal static class CelLogic
{
    /// <summary><c>||</c> (for <paramref name="decisive"/> true) or <c>&amp;&amp;</c> (for false).</summary>
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

    /// <summary><c>condition ? then : otherwise</c>; only one of the two is evaluated.</summary>
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

    /// <summary>What is known after another value that did not decide: the first error stays.</summary>
    public static CelValue Combine(CelValue answer, CelValue value) =>
        answer.IsError || value.Kind == CelKind.Bool ? answer
        : value.IsError ? value
        : CelErrors.NotBoolean;
}
