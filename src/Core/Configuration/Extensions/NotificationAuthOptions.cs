using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>
/// The credentials of the registry at an endpoint: the section <c>auth</c>. Exactly one of its three methods must be
/// set.
/// </summary>
public sealed record NotificationAuthOptions : ISection<NotificationAuthOptions>
{
    /// <summary>A bearer token: <c>Authorization: Bearer …</c>. Default: none. A secret.</summary>
    public string? Bearer { get; init; }

    /// <summary>A user name and a password. Default: none.</summary>
    public NotificationBasicOptions? Basic { get; init; }

    /// <summary>A custom header. Default: none.</summary>
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
