using System.Text.Json;

namespace Zot.BlackBox.Extensions;

/// <summary>An event as received.</summary>
internal sealed record ReceivedEvent(IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>The type of a CloudEvent in binary mode.</summary>
    public string Type => Headers["Ce-Type"];

    /// <summary>The id of a CloudEvent in binary mode.</summary>
    public string Id => Headers["Ce-Id"];

    /// <summary>The only event of a notification.</summary>
    public JsonElement Notified => Body.GetProperty("events")[0];

    /// <summary>A summary of a notification: its action and target.</summary>
    public string Summary
    {
        get
        {
            var target = Notified.GetProperty("target");
            return string.Join(' ', new[]
            {
                Notified.GetProperty("action").GetString(),
                target.TryGetProperty("tag", out var tag) ? tag.GetString() : null,
                target.TryGetProperty("digest", out var digest) ? digest.GetString() : null,
                target.TryGetProperty("fromRepository", out var from) ? from.GetString() : null,
            }.Where(static part => !string.IsNullOrEmpty(part)));
        }
    }

    /// <summary>Returns a string member of the data.</summary>
    public string? Text(string name) => Body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
