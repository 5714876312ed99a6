using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>A change of a repository's index that is not in <c>index.json</c> yet: a line of the journal.</summary>
/// <remarks>
/// <c>&lt;check&gt; {"set":[entries],"untag":[tags],"drop":[digests]}</c>. The check, the first eight hexadecimal
/// digits of the line's SHA-256, detects a line that a crash truncated; for the same reason each record starts on a new
/// line.
/// </remarks>
/// <param name="Line">The bytes in the journal, including the line ends around them.</param>
/// <param name="Changes">The changes it contains.</param>
internal sealed record JournalRecord(ReadOnlyMemory<byte> Line, IReadOnlyList<IndexChange> Changes)
{
    private const int CheckLength = 8;

    internal static JournalRecord Create(IReadOnlyList<IndexChange> changes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, IndexEntryJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("set");
            foreach (var change in changes.Where(static change => change.Entry is not null))
            {
                IndexEntryJson.Write(json, change.Entry!);
            }

            json.WriteEndArray();
            WriteNames(json, "untag", changes.Where(IsUntag).Select(static change => change.Tag!));
            WriteNames(json, "drop", changes.Where(IsDrop).Select(static change => change.Untagged.ToString()));
            json.WriteEndObject();
        }

        var text = Flatten(buffer.WrittenSpan);
        return new JournalRecord((byte[])[(byte)'\n', .. Check(text), (byte)' ', .. text, (byte)'\n'], changes);
    }

    /// <summary>Reads the records of a journal, and counts truncated lines.</summary>
    /// <exception cref="InvalidDataException">A record is complete, but of unknown form.</exception>
    internal static (List<JournalRecord> Records, int Torn) ReadAll(ReadOnlyMemory<byte> journal)
    {
        List<JournalRecord> records = [];
        var torn = 0;
        foreach (var range in journal.Span.Split((byte)'\n'))
        {
            var line = journal[range];
            if (line.IsEmpty)
            {
                continue;
            }

            if (Read(line) is { } record)
            {
                records.Add(record);
            }
            else
            {
                torn++;
            }
        }

        return (records, torn);
    }

    private static JournalRecord? Read(ReadOnlyMemory<byte> line)
    {
        if (line.Length <= CheckLength + 1
            || line.Span[CheckLength] != (byte)' '
            || !Check(line.Span[(CheckLength + 1)..]).AsSpan().SequenceEqual(line.Span[..CheckLength]))
        {
            return null;
        }

        try
        {
            return new JournalRecord(
                (byte[])[(byte)'\n', .. line.Span, (byte)'\n'], ReadChanges(line[(CheckLength + 1)..]));
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException
            or InvalidDataException or InvalidOperationException or RegistryException)
        {
            // The line is intact: a later version or another program wrote it. It is not dropped.
            throw new InvalidDataException($"a record has an unknown format: {cause.Message}", cause);
        }
    }

    private static List<IndexChange> ReadChanges(ReadOnlyMemory<byte> json)
    {
        using var document = LenientJson.Parse(json);
        List<IndexChange> changes = [];
        changes.AddRange(document.RootElement.GetProperty("untag").EnumerateArray()
            .Select(
                static tag => IndexChange.Remove(tag.GetString() ?? throw new InvalidDataException("a tag is null"))));
        changes.AddRange(document.RootElement.GetProperty("drop").EnumerateArray()
            .Select(static digest => IndexChange.Remove(
                Digest.Parse(digest.GetString() ?? throw new InvalidDataException("a digest is null")))));
        changes.AddRange(document.RootElement.GetProperty("set").EnumerateArray()
            .Select(IndexEntryJson.Read).OfType<IndexEntry>().Select(IndexChange.Set));
        return changes;
    }

    private static void WriteNames(Utf8JsonWriter json, string member, IEnumerable<string> names)
    {
        json.WriteStartArray(member);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    // JSON of other tools (entries preserved as read) may span lines; outside of strings, line ends are whitespace.
    private static byte[] Flatten(ReadOnlySpan<byte> json)
    {
        var flat = json.ToArray();
        flat.AsSpan().Replace((byte)'\n', (byte)' ');
        return flat;
    }

    private static byte[] Check(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        var check = new byte[CheckLength];
        Convert.TryToHexStringLower(hash[..(CheckLength / 2)], check, out _);
        return check;
    }

    private static bool IsUntag(IndexChange change) => change is { Entry: null, Tag: not null };

    private static bool IsDrop(IndexChange change) => change is { Entry: null, Tag: null };
}
