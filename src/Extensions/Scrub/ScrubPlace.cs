#if EXT_SCRUB
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Scrub;

/// <summary>How far the search is, in a file: it goes on from there after a restart.</summary>
internal sealed class ScrubPlace
{
    private readonly string _path;

    private ScrubPlace(string path, ScrubPlaceJson place)
    {
        _path = path;
        Ended = place.Ended;
        After = RepositoryName.TryParse(place.After, out var after) ? after : null;
    }

    /// <summary>The last repository that was looked at; <see langword="null"/> between two searches.</summary>
    public RepositoryName? After { get; private set; }

    /// <summary>When the last search ended; <see langword="null"/> when none has.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>Reads the file; without it, or when it cannot be read, the search begins.</summary>
    public static ScrubPlace Open(string path)
    {
        try
        {
            // Not by the exception: the first one of a native process costs 2 % of its start.
            return File.Exists(path)
                ? new ScrubPlace(path, JsonSerializer.Deserialize(File.ReadAllBytes(path), ScrubJson.Default.ScrubPlaceJson) ?? new(null, null))
                : new ScrubPlace(path, new(null, null));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            return new ScrubPlace(path, new(null, null));
        }
    }

    /// <summary>A repository has been looked at.</summary>
    public void Pass(RepositoryName repository)
    {
        After = repository;
        Write();
    }

    /// <summary>All repositories have been looked at.</summary>
    public void End(DateTimeOffset now)
    {
        (After, Ended) = (null, now);
        Write();
    }

    // A new file takes the place of the old one: after a crash there is one or the other.
    private void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllBytes($"{_path}.new", JsonSerializer.SerializeToUtf8Bytes(new(After?.ToString(), Ended), ScrubJson.Default.ScrubPlaceJson));
        File.Move($"{_path}.new", _path, overwrite: true);
    }
}
#endif
