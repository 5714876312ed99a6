using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Extensions;

/// <summary>A filter of events: the sections <c>include</c> and <c>ignore</c> of an endpoint.</summary>
/// <remarks>
/// An event is ignored if any list matches; it is included only if every configured list matches. Unless noted
/// otherwise, <c>*</c> matches any text and <c>?</c> a single character. An event without a media type (a delete)
/// passes an include list of media types; any other property that an event lacks matches no list.
/// </remarks>
public sealed record NotificationFilterOptions : ISection<NotificationFilterOptions>
{
    /// <summary>The known actions.</summary>
    private static readonly HashSet<string> Known =
        new(StringComparer.Ordinal) { "pull", "push", "mount", "delete", "create" };

    /// <summary>Repositories, as globs such as <c>team-*/**</c>. Default: none.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Tags named by the event. Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Media types. Default: none.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = [];

    /// <summary>Actions, exactly: pull, push, mount, delete; create with <c>extended</c>. Default: none.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>HTTP methods of the request, exactly. Default: none.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Values of the client's header <c>User-Agent</c>. Default: none.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>Authenticated users. Default: none.</summary>
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
            Methods, static method => method.Length > 0 && method.All(char.IsAsciiLetterUpper),
            "must be an HTTP method in upper case");
    }
}
