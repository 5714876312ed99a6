using System.Collections.Frozen;

namespace Zot.Cel.Functions;

/// <summary>All supported functions.</summary>
internal static class CelFunctions
{
    private static readonly FrozenDictionary<CelSignature, CelFunction> All =
        new[]
        {
            CelConversions.Library, CelStrings.Library, CelStringLists.Library, CelPatterns.Library, CelTimes.Library,
            CelSets.Library, CelEncoders.Library, CelOptionals.Library, CelFormats.Library,
        }.SelectMany(static library => library).ToFrozenDictionary();

    // Macros and lazily evaluated calls are not functions, but their names are known for error messages.
    private static readonly FrozenSet<string> Names =
        All.Keys.Select(static signature => signature.Name)
            .Concat(["has", "all", "exists", "exists_one", "existsOne", "filter", "map"])
            .Concat(["optMap", "optFlatMap", "or", "orValue"])
            .ToFrozenSet();

    public static CelFunction? Find(string name, bool isMember, int arguments) =>
        All.GetValueOrDefault(new CelSignature(name, isMember, arguments));

    public static bool IsKnown(string name) => Names.Contains(name);
}
