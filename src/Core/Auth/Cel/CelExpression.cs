using System.Diagnostics.CodeAnalysis;

namespace Zot.Auth.Cel;

/// <summary>An expression of the Common Expression Language, compiled once and evaluated as often as needed.</summary>
/// <remarks>
/// Without side effects, safe to use from several threads, and bounded: whatever it says and whatever it is given, it
/// ends within <see cref="MaxCost"/>. Covers the language without messages, the standard functions and macros, and the
/// libraries for strings, sets, encoders and optional values; all else is refused when it is compiled.
/// </remarks>
public sealed class CelExpression
{
    /// <summary>The longest expression, in UTF-16 code units.</summary>
    public const int MaxLength = 32 * 1024;

    /// <summary>
    /// What one evaluation may cost: an iteration costs the size of what is repeated, an item that is copied or compared
    /// 1, a text 1 for every 16 letters. A million is some 20 ms.
    /// </summary>
    public const long MaxCost = 1_000_000;

    private readonly CelStep _step;
    private readonly int _variables;
    private readonly int _slots;

    private CelExpression(string text, CelStep step, int variables, int slots) =>
        (Text, _step, _variables, _slots) = (text, step, variables, slots);

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression, at most <see cref="MaxLength"/> long.</param>
    /// <param name="variables">The names that it may use.</param>
    /// <exception cref="CelSyntaxException">It is malformed, or uses what is not there.</exception>
    public static CelExpression Compile(string text, params IReadOnlyList<string> variables)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(variables);
        var syntax = CelParser.Parse(text);
        var scope = CelScope.Of(variables);
        var bound = new CelBinder(text).Bind(syntax, scope);
        return new CelExpression(text, bound.Step, variables.Count, scope.Slots);
    }

    /// <summary>Compiles an expression; <see langword="false"/> when it cannot be used.</summary>
    public static bool TryCompile(
        string text, IReadOnlyList<string> variables,
        [NotNullWhen(true)] out CelExpression? expression, [NotNullWhen(false)] out CelSyntaxException? fault)
    {
        try
        {
            (expression, fault) = (Compile(text, variables), null);
            return true;
        }
        catch (CelSyntaxException refusal)
        {
            (expression, fault) = (null, refusal);
            return false;
        }
    }

    /// <summary>Evaluates the expression.</summary>
    /// <param name="values">The values of the variables, in the order in which they were named.</param>
    /// <returns>The value, or an error; nothing is thrown for what the expression or the values are.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than variables.</exception>
    public CelValue Evaluate(params ReadOnlySpan<CelValue> values)
    {
        if (values.Length != _variables)
        {
            throw new ArgumentException($"{_variables} values are needed", nameof(values));
        }

        var frame = new CelFrame(values, _slots, MaxCost);
        var value = _step(frame);
        return frame.IsExhausted ? CelErrors.TooCostly : value;
    }
}
