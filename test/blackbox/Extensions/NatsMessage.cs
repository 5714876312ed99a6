using System.Text.Json;

namespace Zot.BlackBox.Extensions;

/// <summary>A message as it came from NATS.</summary>
/// <param name="Subscription">The number of the subscription it is for.</param>
/// <param name="Subject">The subject it was published to.</param>
/// <param name="Reply">Where an answer, or an acknowledgement, goes.</param>
/// <param name="Headers">Its headers as they are on the wire; <see langword="null"/> when it has none.</param>
/// <param name="Data">Its content.</param>
internal sealed record NatsMessage(int Subscription, string Subject, string? Reply, string? Headers, byte[] Data)
{
    /// <summary>Its content as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    /// <summary>The type of the CloudEvent it is.</summary>
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>The id of the CloudEvent it is.</summary>
    public string Id => Json.GetProperty("id").GetString()!;

    /// <summary>The repository of the CloudEvent it is, and which of that repository's events it is.</summary>
    public (string Repository, string Sequence) Turn =>
        (Json.GetProperty("partitionkey").GetString()!, Json.GetProperty("sequence").GetString()!);

    /// <summary>A text of the data.</summary>
    public string? Text(string name) => Json.GetProperty("data").TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>A header.</summary>
    public string? Header(string name) => Headers?.Split("\r\n")
        .Where(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
        .Select(line => line[(name.Length + 1)..].Trim())
        .SingleOrDefault();
}
