using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The Basic credentials at an endpoint: the section <c>auth.basic</c>.</summary>
public sealed record NotificationBasicOptions : ISection<NotificationBasicOptions>
{
    /// <summary>The user name. Required.</summary>
    public string Username { get; init; } = "";

    /// <summary>The password of the user. Default: none. A secret.</summary>
    public string? Password { get; init; }

    static NotificationBasicOptions ISection<NotificationBasicOptions>.Read(Section section)
    {
        var defaults = new NotificationBasicOptions();
        return new NotificationBasicOptions
        {
            Username = section.Text(defaults.Username),
            Password = section.Secret(defaults.Password),
        };
    }

    void ISection<NotificationBasicOptions>.Check(SectionRules rules) =>
        rules.Check(
            Username.Length > 0 && !Username.Contains(':', StringComparison.Ordinal),
            Username,
            "must be a user name without a colon");
}
