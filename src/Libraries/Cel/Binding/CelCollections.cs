using Zot.Cel.Syntax;
using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>Binds list and map literals.</summary>
internal static class CelCollections
{
    public static CelBound BindList(IReadOnlyList<CelSyntax.Item> items, CelBound[] values) => CelBound.From(
        frame =>
        {
            var list = new List<CelValue>(values.Length);
            for (var at = 0; at < values.Length; at++)
            {
                var value = ValueOf(values[at].Step(frame), items[at].IsOptional);
                if (value is { IsError: true } error)
                {
                    return error;
                }

                if (value is { } present)
                {
                    list.Add(present);
                }
            }

            return CelValue.OfItems([.. list]);
        },
        values);

    public static CelBound BindMap(
        IReadOnlyList<CelSyntax.Entry> entries, CelBound[] keys, CelBound[] values) => CelBound.From(
        frame =>
        {
            var map = new Dictionary<CelValue, CelValue>(keys.Length, CelKeyComparer.Instance);
            for (var at = 0; at < keys.Length; at++)
            {
                var key = keys[at].Step(frame);
                if (key.Kind == CelKind.Double || !CelKeyComparer.IsKey(key))
                {
                    return CelErrors.NoOverload("{_: _}", key);
                }

                var value = ValueOf(values[at].Step(frame), entries[at].IsOptional);
                if (value is { IsError: true } error)
                {
                    return error;
                }

                if (value is { } present && !map.TryAdd(key, present))
                {
                    return CelValue.Failed("duplicate map key");
                }
            }

            return CelValue.Of(new CelMap(map));
        },
        [.. keys, .. values]);

    // Returns null if the value is omitted.
    private static CelValue? ValueOf(CelValue value, bool isOptional)
    {
        if (!isOptional || value.IsError)
        {
            return value;
        }

        return value.Kind != CelKind.Optional ? CelErrors.NoOverload("?_", value)
            : value.HasContent ? value.Content
            : null;
    }
}
