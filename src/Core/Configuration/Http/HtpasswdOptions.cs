using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The users of a file: the section <c>http.auth.htpasswd</c>.</summary>
public sealed record HtpasswdOptions : ISection<HtpasswdOptions>
{
    /// <summary>The file, with one <c>user:hash</c> per line; reloaded when it changes. Empty: disabled.</summary>
    public string? Path { get; init; }

    static HtpasswdOptions ISection<HtpasswdOptions>.Read(Section section)
    {
        var defaults = new HtpasswdOptions();
        return new HtpasswdOptions { Path = section.Text(defaults.Path) };
    }
}
