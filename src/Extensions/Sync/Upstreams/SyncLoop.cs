#if EXT_SYNC
namespace Zot.Extensions.Sync.Upstreams;

/// <summary>Detects mirrors that request content from each other in a circle.</summary>
internal static class SyncLoop
{
    /// <summary>The header of requests to upstream registries: the mirrors that a request has passed.</summary>
    public const string Header = "Zot-Sync-Path";

    // A chain of mirrors that long is a mistake.
    private const int MaxLength = 8;

    // Each process has its own.
    private static readonly string Id = Guid.NewGuid().ToString("N")[..12];

    private static readonly AsyncLocal<string?> Received = new();

    /// <summary>Records the header of the request that is being handled.</summary>
    public static void Enter(string? path)
    {
        // Nearly no request has the header, and a change of the context is not free.
        if (path is { Length: > 0 } || Received.Value is not null)
        {
            Received.Value = path;
        }
    }

    /// <summary>The header of a request to an upstream registry.</summary>
    public static string Path => Received.Value is { Length: > 0 } path ? $"{path},{Id}" : Id;

    /// <summary>Returns whether a request has passed this mirror, or too many.</summary>
    public static bool Contains(string path)
    {
        var mirrors = path.Split(',', StringSplitOptions.TrimEntries);
        return mirrors.Length >= MaxLength || mirrors.Contains(Id, StringComparer.Ordinal);
    }
}
#endif
