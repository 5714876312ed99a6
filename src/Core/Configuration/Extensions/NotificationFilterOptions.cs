namespace Zot.Configuration;

/// <summary>Which events are meant: the sections <c>include</c> and <c>ignore</c> of an endpoint.</summary>
/// <remarks>
/// To ignore, one list that fits is enough; to include, each list that is given has to fit. Where nothing else is said,
/// <c>*</c> stands for any text and <c>?</c> for one letter. What an event does not have (a delete has no media type) keeps
/// it neither out nor back, but for tags.
/// </remarks>
public sealed record NotificationFilterOptions : ISection<NotificationFilterOptions>
{
    /// <summary>The actions there are.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "pull", "push", "mount", "delete", "create" };

    /// <summary>Repositories, as globs such as <c>team-*/**</c>. Default: none.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Tags that the event names. Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Media types. Default: none.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = [];

    /// <summary>Actions, exactly: pull, push, mount, delete; create with <c>extended</c>. Default: none.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Methods of the request, exactly. Default: none.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The client's header <c>User-Agent</c>. Default: none.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>Users that authentication has found out. Default: none.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    static NotificationFilterOptions ISection<NotificationFilterOptions>.Read(Section section)
    {
        var defaults = new NotificationFilterOptions();
        return new NotificationFilterOptions
        {
            Repositories = section.Texts(defaults.Repositories),
            Tags = section.Texts(defaults.Tags),
            MediaTypes = section.Texts(defaults.MediaTypes, "mediatypes"),
            Actions = section.Texts(defaults.Actions),
            Methods = section.Texts(defaults.Methods),
            UserAgents = section.Texts(defaults.UserAgents, "useragents"),
            Actors = section.Texts(defaults.Actors),
        };
    }

    void ISection<NotificationFilterOptions>.Check(SectionRules rules)
    {
        rules.CheckEach(Repositories, GlobSyntax.IsValid, "must be a repository or a glob");
        rules.CheckEach(Actions, Known.Contains, "must be pull, push, mount, delete or create");
        rules.CheckEach(
            Methods, static method => method.Length > 0 && method.All(char.IsAsciiLetterUpper), "must be a method in capitals");
    }
}
