using System.Text.Json;

namespace Zot.BlackBox.Extensions;

/// <summary>A request as on the wire.</summary>
/// <param name="Line">The request line.</param>
/// <param name="Headers">The headers, in their original order and spelling.</param>
/// <param name="Body">The body, exactly as it was sent.</param>
/// <param name="Time">The time of arrival.</param>
internal sealed record RawEvent(string Line, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, DateTimeOffset Time)
{
    /// <summary>Returns the only header with a name.</summary>
    public string this[string name] => Headers.Single(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Returns a string member of the data.</summary>
    public string? Text(string name) =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
