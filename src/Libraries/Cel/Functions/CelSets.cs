using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>The set functions on lists, which ignore order and duplicates.</summary>
internal static class CelSets
{
    public static CelLibrary Library { get; } = new()
    {
        { "sets.contains", 2, static (frame, arguments) => Compare(frame, arguments, ContainsAll) },
        {
            "sets.equivalent", 2, static (frame, arguments) => Compare(frame, arguments, static (frame, left, right) =>
                ContainsAll(frame, left, right) && ContainsAll(frame, right, left))
        },
        {
            "sets.intersects", 2, static (frame, arguments) => Compare(frame, arguments, static (frame, left, right) =>
                Array.Exists(right, item => CelComparison.Contains(frame, left, item)))
        },
    };

    private static CelValue? Compare(
        CelFrame frame, CelValue[] arguments, Func<CelFrame, CelValue[], CelValue[], bool> question) =>
        arguments is [{ Kind: CelKind.List } left, { Kind: CelKind.List } right]
            ? CelValue.Of(question(frame, left.Items, right.Items))
            : null;

    private static bool ContainsAll(CelFrame frame, CelValue[] left, CelValue[] right) =>
        Array.TrueForAll(right, item => CelComparison.Contains(frame, left, item));
}
