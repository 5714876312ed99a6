#if EXT_SEARCH
using GraphQL.Types;

namespace Zot.Extensions.Search.Graph;

/// <summary>The scalar <c>Int</c>, whose values in responses may have 64 bits, as in zot: sizes and counts.</summary>
internal sealed class NumberType : IntGraphType
{
    public NumberType() => Name = "Int";

    public override object? Serialize(object? value) => value is long ? value : base.Serialize(value);
}
#endif
