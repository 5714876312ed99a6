using System.Text.Json;

namespace Zot.BlackBox.Extensions;

/// <summary>A request as it was on the wire.</summary>
/// <param name="Line">Its first line.</param>
/// <param name="Headers">Its headers, in their order and spelling.</param>
/// <param name="Body">Its body, exactly as it was sent.</param>
/// <param name="Time">When it had arrived.</param>
internal sealed record RawEvent(string Line, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, DateTimeOffset Time)
{
    /// <summary>The one header of a name.</summary>
    public string this[string name] => Headers.Single(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A text of the data.</summary>
    public string? Text(string name) =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
