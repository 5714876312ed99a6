using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>
/// The functions for optional values, except <c>or</c> and <c>orValue</c>, which evaluate their argument lazily.
/// </summary>
internal static class CelOptionals
{
    public static CelLibrary Library { get; } = new()
    {
        { "optional.of", 1, static (_, arguments) => CelValue.OfOptional(arguments[0]) },
        { "optional.none", 0, static (_, _) => CelValue.OfOptional(null) },
        {
            "optional.ofNonZeroValue", 1, static (_, arguments) =>
                CelValue.OfOptional(IsZero(arguments[0]) ? null : arguments[0])
        },
        {
            ".hasValue", 0, 0, static (_, arguments) =>
                arguments[0].Kind == CelKind.Optional ? CelValue.Of(arguments[0].HasContent) : null
        },
        {
            ".value", 0, 0, static (_, arguments) => arguments[0].Kind != CelKind.Optional ? null
                : arguments[0].HasContent ? arguments[0].Content
                : CelErrors.NothingThere
        },
    };

    private static bool IsZero(CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Double => value.Real == 0,
        CelKind.String => value.Text.Length == 0,
        CelKind.Bytes => value.Bytes.Length == 0,
        CelKind.List => value.Items.Length == 0,
        CelKind.Map => value.Map.Count == 0,
        CelKind.Optional => !value.HasContent,
        CelKind.Type => false,
        _ => value.Integer == 0,
    };
}
