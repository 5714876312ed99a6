using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The replication from other registries: the section <c>extensions.sync</c>.</summary>
public sealed record SyncOptions : ISection<SyncOptions>
{
    /// <summary>Indicates whether the extension is enabled. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>
    /// A JSON file with <c>username</c> and <c>password</c> by host, read for each copy. Default: none.
    /// </summary>
    public string? CredentialsFile { get; init; }

    /// <summary>
    /// The directory for content until it is complete; required with a storage driver. Default:
    /// <c>_sync/downloads</c> below the root directory.
    /// </summary>
    public string? DownloadDir { get; init; }

    /// <summary>The upstream registries, tried in this order.</summary>
    public IReadOnlyList<SyncRegistryOptions> Registries { get; init; } = [];

    static SyncOptions ISection<SyncOptions>.Read(Section section)
    {
        var defaults = new SyncOptions();
        return new SyncOptions
        {
            Enable = section.Flag(defaults.Enable),
            CredentialsFile = section.Text(defaults.CredentialsFile),
            DownloadDir = section.Text(defaults.DownloadDir),
            Registries = section.Groups(defaults.Registries),
        };
    }
}
