namespace Zot.Configuration;

/// <summary>Who we are at an endpoint: the section <c>auth</c>. One of its three ways.</summary>
public sealed record NotificationAuthOptions : ISection<NotificationAuthOptions>
{
    /// <summary>A token: <c>Authorization: Bearer …</c>. Default: none. A secret.</summary>
    public string? Bearer { get; init; }

    /// <summary>A user and a password. Default: none.</summary>
    public NotificationBasicOptions? Basic { get; init; }

    /// <summary>A header of another name. Default: none.</summary>
    public NotificationHeaderOptions? Header { get; init; }

    static NotificationAuthOptions ISection<NotificationAuthOptions>.Read(Section section)
    {
        var defaults = new NotificationAuthOptions();
        return new NotificationAuthOptions
        {
            Bearer = section.Secret(defaults.Bearer),
            Basic = section.Group(defaults.Basic),
            Header = section.Group(defaults.Header),
        };
    }

    void ISection<NotificationAuthOptions>.Check(SectionRules rules)
    {
        var ways = (Bearer is null ? 0 : 1) + (Basic is null ? 0 : 1) + (Header is null ? 0 : 1);
        if (ways != 1)
        {
            rules.Fault("", "must have exactly one of bearer, basic and header");
        }

        rules.Check(Bearer is not "", Bearer, "must be a token");
    }
}
