#if EXT_SEARCH
using System.Globalization;
using GraphQL.Types;

namespace Zot.Extensions.Search.Graph;

/// <summary>
/// A time by RFC 3339, with the fraction of a second that it needs. The first year stands for no time.
/// </summary>
internal sealed class TimeType : ScalarGraphType
{
    public TimeType() => Name = "Time";

    public override object? ParseValue(object? value) =>
        value is null or string ? value : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value is DateTimeOffset { Year: > 1 } time
        ? time.ToString(
            time.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
            CultureInfo.InvariantCulture)
        : null;
}
#endif
