using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>The macros that evaluate an expression for every item of a list or every key of a map.</summary>
internal static class CelComprehensions
{
    /// <summary>Binds <c>exists</c> (<paramref name="decisive"/> is true) and <c>all</c> (false).</summary>
    public static CelBound BindQuantifier(bool decisive, CelBound range, int slot, CelBound predicate) =>
        Bind(range, predicate.Size, (frame, items) =>
        {
            var answer = CelValue.Of(!decisive);
            foreach (var item in items)
            {
                if (!frame.Charge(predicate.Size))
                {
                    return CelErrors.TooCostly;
                }

                frame[slot] = item;
                var value = predicate.Step(frame);
                if (CelLogic.Decides(value, decisive))
                {
                    return value;
                }

                answer = CelLogic.Combine(answer, value);
            }

            return answer;
        });

    public static CelBound BindExistsOne(CelBound range, int slot, CelBound predicate) =>
        Bind(range, predicate.Size, (frame, items) =>
        {
            var found = 0;
            foreach (var item in items)
            {
                if (!frame.Charge(predicate.Size))
                {
                    return CelErrors.TooCostly;
                }

                frame[slot] = item;
                var value = predicate.Step(frame);
                if (value.Kind != CelKind.Bool)
                {
                    return CelLogic.Combine(CelValue.Null, value);
                }

                found += value.IsTrue ? 1 : 0;
            }

            return CelValue.Of(found == 1);
        });

    /// <summary>Binds <c>filter</c> (without <paramref name="transform"/>) and <c>map</c>.</summary>
    public static CelBound BindMap(CelBound range, int slot, CelBound? predicate, CelBound? transform)
    {
        var size = 1 + (predicate?.Size ?? 0) + (transform?.Size ?? 0);
        return Bind(range, size, (frame, items) =>
        {
            var results = new List<CelValue>();
            foreach (var item in items)
            {
                if (!frame.Charge(size))
                {
                    return CelErrors.TooCostly;
                }

                frame[slot] = item;
                var isWanted = predicate?.Step(frame) ?? CelValue.Of(true);
                if (isWanted.Kind != CelKind.Bool)
                {
                    return CelLogic.Combine(CelValue.Null, isWanted);
                }

                if (isWanted.IsTrue)
                {
                    var result = transform?.Step(frame) ?? item;
                    if (result.IsError)
                    {
                        return result;
                    }

                    results.Add(result);
                }
            }

            return CelValue.OfItems([.. results]);
        });
    }

    /// <summary>Binds <c>optMap</c>, and <c>optFlatMap</c>, whose result is itself optional.</summary>
    public static CelBound BindOptional(CelBound target, int slot, CelBound transform, bool isFlat) => new(
        frame =>
        {
            var value = target.Step(frame);
            if (value.Kind != CelKind.Optional)
            {
                return CelErrors.NoOverload(isFlat ? "optFlatMap" : "optMap", value);
            }

            if (!value.HasContent)
            {
                return value;
            }

            frame[slot] = value.Content;
            var result = transform.Step(frame);
            return result.IsError ? result
                : !isFlat ? CelValue.OfOptional(result)
                : result.Kind == CelKind.Optional ? result
                : CelErrors.NoOverload("optFlatMap", result);
        },
        target.Size + transform.Size + 1,
        IsConstant: false);

    private static CelBound Bind(CelBound range, int size, Func<CelFrame, IEnumerable<CelValue>, CelValue> repeat) =>
        new(
            frame =>
            {
                var value = range.Step(frame);
                return value.Kind switch
                {
                    CelKind.List => repeat(frame, value.Items),
                    CelKind.Map => repeat(frame, value.Map.Keys),
                    _ => CelErrors.NoOverload("for each", value),
                };
            },
            range.Size + size + 1,
            IsConstant: false);
}
