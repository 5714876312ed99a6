using Zot.Metadata;
using Zot.Registry;

namespace Zot.Migration.Zot;

/// <summary>The data of zot about a repository that cannot be derived from its content (message RepoMeta).</summary>
/// <param name="Statistics">The statistics, by manifest.</param>
/// <param name="Tags">The tags whose creation time is known.</param>
internal sealed record ZotRepository(
    IReadOnlyDictionary<Digest, ManifestStatistics> Statistics, IReadOnlyCollection<TagRecord> Tags)
{
    /// <summary>Parses the message.</summary>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    internal static ZotRepository Parse(ReadOnlySpan<byte> bytes)
    {
        Dictionary<Digest, ManifestStatistics> statistics = [];
        Dictionary<string, TagRecord> tags = [];
        for (var fields = new ProtobufMessage(bytes); fields.Next();)
        {
            // Empty maps have one entry without a key, and tags of another registry may be invalid here: both are
            // skipped.
            if (fields.Field == 2)
            {
                var entry = ReadEntry(fields.Bytes);
                if (Tag.TryParse(entry.Key, out _) && ReadTag(entry.Key, entry.Value) is { } tag)
                {
                    tags[tag.Tag] = tag;
                }
            }
            else if (fields.Field == 3)
            {
                var entry = ReadEntry(fields.Bytes);
                if (Digest.TryParse(entry.Key, out var manifest) && ReadStatistics(entry.Value) is { } known)
                {
                    statistics[manifest] = known;
                }
            }
        }

        return new ZotRepository(statistics, tags.Values);
    }

    private static MapEntry ReadEntry(ReadOnlySpan<byte> bytes)
    {
        var entry = new MapEntry { Key = "" };
        for (var fields = new ProtobufMessage(bytes); fields.Next();)
        {
            if (fields.Field == 1)
            {
                entry.Key = fields.Text;
            }
            else if (fields.Field == 2)
            {
                entry.Value = fields.Bytes;
            }
        }

        return entry;
    }

    // TagDescriptor
    private static TagRecord? ReadTag(string tag, ReadOnlySpan<byte> bytes)
    {
        var (mediaType, digest, tagged) = ("", "", default(DateTimeOffset?));
        for (var fields = new ProtobufMessage(bytes); fields.Next();)
        {
            switch (fields.Field)
            {
                case 1:
                    mediaType = fields.Text;
                    break;
                case 2:
                    digest = fields.Text;
                    break;
                case 3:
                    tagged = ReadTime(fields.Bytes);
                    break;
            }
        }

        return tagged is { } time && Digest.TryParse(digest, out var manifest)
            ? new TagRecord(tag, manifest, mediaType, time)
            : null;
    }

    // DescriptorStatistics
    private static ManifestStatistics? ReadStatistics(ReadOnlySpan<byte> bytes)
    {
        var known = new ManifestStatistics(Pushed: null);
        for (var fields = new ProtobufMessage(bytes); fields.Next();)
        {
            known = fields.Field switch
            {
                1 => known with { Downloads = Math.Max(fields.Number, 0) },
                2 => known with { LastPulled = ReadTime(fields.Bytes) },
                3 => known with { Pushed = ReadTime(fields.Bytes) },
                4 => known with { PushedBy = fields.Text is { Length: > 0 } user ? user : null },
                _ => known,
            };
        }

        return known;
    }

    // google.protobuf.Timestamp; null for Go's zero time, which means "never" in zot.
    private static DateTimeOffset? ReadTime(ReadOnlySpan<byte> bytes)
    {
        var (seconds, nanoseconds) = (0L, 0L);
        for (var fields = new ProtobufMessage(bytes); fields.Next();)
        {
            if (fields.Field == 1)
            {
                seconds = fields.Number;
            }
            else if (fields.Field == 2)
            {
                nanoseconds = fields.Number;
            }
        }

        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds()
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                || nanoseconds is < 0 or >= 1_000_000_000)
        {
            throw new InvalidDataException("a time in a protobuf message is out of range");
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return time.Year == 1 ? null : time;
    }

    private ref struct MapEntry
    {
        public string Key;
        public ReadOnlySpan<byte> Value;
    }
}
