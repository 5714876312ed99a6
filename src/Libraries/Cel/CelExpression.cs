using System.Diagnostics.CodeAnalysis;
using Zot.Cel.Binding;
using Zot.Cel.Syntax;
using Zot.Cel.Values;

namespace Zot.Cel;

/// <summary>A compiled expression of the Common Expression Language (CEL).</summary>
/// <remarks>
/// Thread-safe, free of side effects, and bounded: every evaluation ends within <see cref="MaxCost"/>. Supports the
/// language without messages, the standard functions and macros, and the libraries for strings, sets, encoders and
/// optional values; everything else is rejected by the compiler.
/// </remarks>
public sealed class CelExpression
{
    /// <summary>The maximum length of an expression, in UTF-16 code units.</summary>
    public const int MaxLength = 32 * 1024;

    /// <summary>
    /// The maximum cost of an evaluation. An iteration costs the size of the repeated expression, copying or comparing
    /// an item costs 1, and a string costs 1 per 16 characters. A million takes some 20 ms.
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
    /// <param name="variables">The names of the variables.</param>
    /// <exception cref="CelSyntaxException">
    /// The expression is malformed, or uses an unknown name or function.
    /// </exception>
    public static CelExpression Compile(string text, params IReadOnlyList<string> variables)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(variables);
        var syntax = CelParser.Parse(text);
        var scope = CelScope.Of(variables);
        var bound = new CelBinder(text).Bind(syntax, scope);
        return new CelExpression(text, bound.Step, variables.Count, scope.Slots);
    }

    /// <summary>Compiles an expression; <see langword="false"/> if it is invalid.</summary>
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
    /// <param name="values">The values of the variables, in the order in which they were declared.</param>
    /// <returns>The value, or an error value; evaluation errors are not thrown.</returns>
    /// <exception cref="ArgumentException">The number of values differs from the number of variables.</exception>
    public CelValue Evaluate(params ReadOnlySpan<CelValue> values)
    {
        if (values.Length != _variables)
        {
            throw new ArgumentException($"exactly {_variables} values are required", nameof(values));
        }

        var frame = new CelFrame(values, _slots, MaxCost);
        var value = _step(frame);
        return frame.IsExhausted ? CelErrors.TooCostly : value;
    }
}
