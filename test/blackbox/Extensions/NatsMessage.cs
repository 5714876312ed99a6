using System.Text.Json;

namespace Zot.BlackBox.Extensions;

/// <summary>A message received from NATS.</summary>
/// <param name="Subscription">The number of its subscription.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Reply">The subject for a reply or acknowledgement.</param>
/// <param name="Headers">The headers as on the wire; <see langword="null"/> if there are none.</param>
/// <param name="Data">The content.</param>
internal sealed record NatsMessage(int Subscription, string Subject, string? Reply, string? Headers, byte[] Data)
{
    /// <summary>The content as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    /// <summary>The type of the CloudEvent.</summary>
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>The id of the CloudEvent.</summary>
    public string Id => Json.GetProperty("id").GetString()!;

    /// <summary>The repository of the CloudEvent, and its sequence number in that repository.</summary>
    public (string Repository, string Sequence) Turn =>
        (Json.GetProperty("partitionkey").GetString()!, Json.GetProperty("sequence").GetString()!);

    /// <summary>Returns a string member of the data.</summary>
    public string? Text(string name) => Json.GetProperty("data").TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>Returns the value of a header.</summary>
    public string? Header(string name) => Headers?.Split("\r\n")
        .Where(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
        .Select(line => line[(name.Length + 1)..].Trim())
        .SingleOrDefault();
}
