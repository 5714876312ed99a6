namespace Zot.Configuration;

/// <summary>The whole configuration: one file, read once, replaced whole when it changes.</summary>
public sealed record ZotOptions
{
    /// <summary>The version of the distribution specification that is spoken.</summary>
    public const string SupportedDistSpecVersion = "1.1.1";

    /// <summary>The version the file was written for. Default: 1.1.1, the only one there is; another one is warned of.</summary>
    public string DistSpecVersion { get; init; } = SupportedDistSpecVersion;

    /// <summary>Where content lives and for how long.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>How clients get in.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>What is told, and where.</summary>
    public LogOptions Log { get; init; } = new();
}
