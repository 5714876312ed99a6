namespace Zot.Configuration;

/// <summary>What an endpoint is not told: the section <c>ignore</c>.</summary>
public sealed record NotificationIgnoreOptions : ISection<NotificationIgnoreOptions>
{
    /// <summary>Media types of which nothing is told. Default: none.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = [];

    /// <summary>Actions of which nothing is told: pull, push, mount, delete. Default: none.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    static NotificationIgnoreOptions ISection<NotificationIgnoreOptions>.Read(Section section)
    {
        var defaults = new NotificationIgnoreOptions();
        return new NotificationIgnoreOptions
        {
            MediaTypes = section.Texts(defaults.MediaTypes, "mediatypes"),
            Actions = section.Texts(defaults.Actions),
        };
    }
}
