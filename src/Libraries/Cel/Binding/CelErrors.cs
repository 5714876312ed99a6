using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>The common evaluation errors.</summary>
internal static class CelErrors
{
    public static CelValue TooCostly { get; } = CelValue.Failed("evaluation cost limit exceeded");

    public static CelValue Overflow { get; } = CelValue.Failed("the result is out of range");

    public static CelValue DivisionByZero { get; } = CelValue.Failed("division by zero");

    public static CelValue IndexOutOfRange { get; } = CelValue.Failed("index out of range");

    public static CelValue NotBoolean { get; } = CelValue.Failed("not a boolean");

    public static CelValue NothingThere { get; } = CelValue.Failed("optional.none() has no value");

    public static CelValue NoSuchKey(string key) => CelValue.Failed($"no such key: {key}");

    /// <summary>
    /// Returns the error of a call with the given values: the first of them that is an error, or "no such overload".
    /// </summary>
    public static CelValue NoOverload(string name, params ReadOnlySpan<CelValue> arguments)
    {
        var kinds = new string[arguments.Length];
        for (var at = 0; at < kinds.Length; at++)
        {
            if (arguments[at].IsError)
            {
                return arguments[at];
            }

            kinds[at] = CelKinds.NameOf(arguments[at].Kind);
        }

        return CelValue.Failed($"no such overload: {name}({string.Join(", ", kinds)})");
    }
}
