#if EXT_SCRUB
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Scrub;

/// <summary>The checkpoint of the scrub, in a file: the scrub continues from it after a restart.</summary>
internal sealed class ScrubCheckpoint
{
    private readonly string _path;

    private ScrubCheckpoint(string path, ScrubPlaceJson place)
    {
        _path = path;
        Ended = place.Ended;
        After = RepositoryName.TryParse(place.After, out var after) ? after : null;
    }

    /// <summary>The last scrubbed repository; <see langword="null"/> between two scrubs.</summary>
    public RepositoryName? After { get; private set; }

    /// <summary>The end of the last scrub; <see langword="null"/> if none has completed.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>Reads the file; if it is missing or unreadable, the scrub starts from the beginning.</summary>
    public static ScrubCheckpoint Open(string path)
    {
        try
        {
            // Avoids an exception: the first one in a native process costs 2 % of its startup time.
            return File.Exists(path)
                ? new ScrubCheckpoint(
                    path, JsonSerializer.Deserialize(File.ReadAllBytes(path), ScrubJson.Default.ScrubPlaceJson)
                        ?? new(null, null))
                : new ScrubCheckpoint(path, new(null, null));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            return new ScrubCheckpoint(path, new(null, null));
        }
    }

    /// <summary>Records that a repository has been scrubbed.</summary>
    public void Pass(RepositoryName repository)
    {
        After = repository;
        Write();
    }

    /// <summary>Records that all repositories have been scrubbed.</summary>
    public void End(DateTimeOffset now)
    {
        (After, Ended) = (null, now);
        Write();
    }

    // Replaces the file atomically: after a crash, either the old or the new one exists.
    private void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllBytes(
            $"{_path}.new",
            JsonSerializer.SerializeToUtf8Bytes(new(After?.ToString(), Ended), ScrubJson.Default.ScrubPlaceJson));
        File.Move($"{_path}.new", _path, overwrite: true);
    }
}
#endif
