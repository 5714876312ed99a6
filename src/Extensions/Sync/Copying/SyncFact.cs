#if EXT_SYNC
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>The upstream digest of a local manifest, and the times of its comparisons.</summary>
/// <param name="Upstream">The digest of the manifest in the upstream registry.</param>
internal sealed record SyncFact(Digest Upstream)
{
    private const int MaxTags = 100;

    private static readonly IReadOnlyDictionary<string, DateTimeOffset> None =
        new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>The times at which tags were last copied or compared, by tag.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Checked { get; init; } = None;

    /// <summary>The times at which tags were first missing in the upstream registry, by tag.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Missing { get; init; } = None;

    /// <summary>Records that a tag was copied or compared.</summary>
    public SyncFact WithChecked(Tag tag, DateTimeOffset now) => this with
    {
        Checked = Latest([.. Checked.Where(entry => entry.Key != tag.ToString()), new(tag.ToString(), now)]),
        Missing = Latest(Missing.Where(entry => entry.Key != tag.ToString())),
    };

    /// <summary>Records that a tag is missing.</summary>
    public SyncFact WithMissing(Tag tag, DateTimeOffset now) => this with
    {
        Missing = Latest([.. Missing.Where(entry => entry.Key != tag.ToString()), new(tag.ToString(), now)]),
    };

    /// <summary>Returns the fact as JSON.</summary>
    public string ToJson()
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("upstream"u8, Upstream.ToString());
            Write(json, "checked", Checked);
            Write(json, "missing", Missing);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    /// <summary>Reads a fact; <see langword="null"/> if it is not readable.</summary>
    public static SyncFact? Parse(string text)
    {
        using var document = LenientJson.Parse(Encoding.UTF8.GetBytes(text));
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("upstream", out var upstream)
            && upstream.ValueKind == JsonValueKind.String && Digest.TryParse(upstream.GetString(), out var digest)
            ? new SyncFact(digest) { Checked = Read(root, "checked"), Missing = Read(root, "missing") }
            : null;
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, DateTimeOffset> times)
    {
        json.WriteStartObject(name);
        foreach (var (tag, time) in times)
        {
            json.WriteString(tag, time.ToString("O", CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, DateTimeOffset> Read(JsonElement root, string name)
    {
        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        if (root.TryGetProperty(name, out var entries) && entries.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in entries.EnumerateObject())
            {
                if (entry.Value.ValueKind == JsonValueKind.String && entry.Value.TryGetDateTimeOffset(out var time))
                {
                    times[entry.Name] = time;
                }
            }
        }

        return times;
    }

    // A manifest may have any number of tags; the index must not grow with them.
    private static Dictionary<string, DateTimeOffset> Latest(IEnumerable<KeyValuePair<string, DateTimeOffset>> times) =>
        new(times.OrderByDescending(static entry => entry.Value).Take(MaxTags), StringComparer.Ordinal);
}
#endif
