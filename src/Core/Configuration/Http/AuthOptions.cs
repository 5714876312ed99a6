namespace Zot.Configuration;

/// <summary>The section <c>http.auth</c>.</summary>
public sealed record AuthOptions
{
    /// <summary>How many seconds a refusal is held back. Default: 0.</summary>
    public int FailDelay { get; init; }

    /// <summary>Users and password hashes in a file. Default: none.</summary>
    public HtpasswdOptions? Htpasswd { get; init; }
}
