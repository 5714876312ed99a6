namespace Zot.Configuration;

/// <summary>Copies of other registries: the section <c>extensions.sync</c>.</summary>
public sealed record SyncOptions : ISection<SyncOptions>
{
    /// <summary>Whether it is on. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>A JSON file with <c>username</c> and <c>password</c> by host. Read when a copy is made. Default: none.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Where content is kept until it is whole; required with a storage driver. Default: within the repository.</summary>
    public string? DownloadDir { get; init; }

    /// <summary>The other registries, tried in this order.</summary>
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
