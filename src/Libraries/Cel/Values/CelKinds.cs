using System.Collections.Frozen;

namespace Zot.Cel.Values;

/// <summary>The type names of the kinds of values.</summary>
internal static class CelKinds
{
    private static readonly FrozenDictionary<string, CelKind> Kinds = new Dictionary<string, CelKind>
    {
        ["null_type"] = CelKind.Null,
        ["bool"] = CelKind.Bool,
        ["int"] = CelKind.Int,
        ["uint"] = CelKind.UInt,
        ["double"] = CelKind.Double,
        ["string"] = CelKind.String,
        ["bytes"] = CelKind.Bytes,
        ["google.protobuf.Timestamp"] = CelKind.Timestamp,
        ["google.protobuf.Duration"] = CelKind.Duration,
        ["list"] = CelKind.List,
        ["map"] = CelKind.Map,
        ["type"] = CelKind.Type,
        ["optional_type"] = CelKind.Optional,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<CelKind, string> Names =
        Kinds.ToFrozenDictionary(static entry => entry.Value, static entry => entry.Key);

    public static string NameOf(CelKind kind) => Names.GetValueOrDefault(kind, "error");

    public static bool TryFind(string name, out CelKind kind) => Kinds.TryGetValue(name, out kind);
}
