namespace Zot.Configuration;

/// <summary>The section <c>http.auth.htpasswd</c>.</summary>
public sealed record HtpasswdOptions : ISection<HtpasswdOptions>
{
    /// <summary>The file, one <c>user:hash</c> a line; read again when it changes. Empty: off.</summary>
    public string? Path { get; init; }

    static HtpasswdOptions ISection<HtpasswdOptions>.Read(Section section)
    {
        var defaults = new HtpasswdOptions();
        return new HtpasswdOptions { Path = section.Text(defaults.Path) };
    }
}
