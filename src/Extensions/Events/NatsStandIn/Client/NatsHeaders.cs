#if EXT_EVENTS
using System.Collections;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core;

/// <summary>The headers of a message. Their names tell upper from lower case.</summary>
internal sealed class NatsHeaders : IEnumerable<KeyValuePair<string, StringValues>>
{
    private readonly Dictionary<string, StringValues> _values = new(StringComparer.Ordinal);

    /// <summary>The values of a header; none where it is absent.</summary>
    public StringValues this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set => _values[key] = value;
    }

    IEnumerator<KeyValuePair<string, StringValues>> IEnumerable<KeyValuePair<string, StringValues>>.GetEnumerator() =>
        _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();
}
#endif
