#if EXT_EVENTS
using System.IO.Enumeration;
using Zot.Auth.AccessControl;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Sinks;

/// <summary>
/// Selects the events of an endpoint: those that match its <c>include</c>, except those that match its <c>ignore</c>.
/// </summary>
internal sealed class NotificationFilter
{
    private readonly NotificationFilterOptions _include;
    private readonly NotificationFilterOptions _ignore;
    private readonly GlobPattern[] _included;
    private readonly GlobPattern[] _ignored;
    private readonly bool _isExtended;

    /// <param name="options">The options of the endpoint.</param>
    /// <exception cref="FormatException">A pattern is not a valid glob.</exception>
    public NotificationFilter(NotificationEndpointOptions options)
    {
        _include = options.Include;
        _ignore = options.Ignore with { MediaTypes = [.. options.IgnoredMediaTypes, .. options.Ignore.MediaTypes] };
        _included = [.. _include.Repositories.Select(GlobPattern.Parse)];
        _ignored = [.. _ignore.Repositories.Select(GlobPattern.Parse)];
        _isExtended = options.Extended;
    }

    /// <summary>Indicates whether the endpoint wants an event.</summary>
    public bool Wants(RegistryEvent happened) => Includes(happened) && !Ignores(happened);

    private static bool Has(IReadOnlyList<string> texts, string? value) =>
        value is { Length: > 0 } && texts.Contains(value, StringComparer.Ordinal);

    private static bool Fits(IReadOnlyList<string> patterns, string? value) =>
        value is { Length: > 0 }
            && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false));

    private static bool Fits(GlobPattern[] patterns, RegistryEvent happened) =>
        RepositoryName.TryParse(happened.Repository, out var repository)
            && patterns.Any(pattern => pattern.Matches(repository));

    // A delete has no media type, and including some media types is not meant to exclude deletes.
    private bool Includes(RegistryEvent happened) =>
        (_included.Length == 0 || Fits(_included, happened))
        && (_include.Tags.Count == 0 || Fits(_include.Tags, happened.Tag))
        && (_include.MediaTypes.Count == 0
            || MediaTypeOf(happened).Length == 0
            || Fits(_include.MediaTypes, MediaTypeOf(happened)))
        && (_include.Actions.Count == 0 || Has(_include.Actions, ActionOf(happened)))
        && (_include.Methods.Count == 0 || Has(_include.Methods, happened.Request?.Method))
        && (_include.UserAgents.Count == 0 || Fits(_include.UserAgents, happened.Request?.UserAgent))
        && (_include.Actors.Count == 0 || Fits(_include.Actors, happened.Actor?.Name));

    private bool Ignores(RegistryEvent happened) =>
        Fits(_ignored, happened)
        || Fits(_ignore.Tags, happened.Tag)
        || Fits(_ignore.MediaTypes, MediaTypeOf(happened))
        || Has(_ignore.Actions, ActionOf(happened))
        || Has(_ignore.Methods, happened.Request?.Method)
        || Fits(_ignore.UserAgents, happened.Request?.UserAgent)
        || Fits(_ignore.Actors, happened.Actor?.Name);

    private static string MediaTypeOf(RegistryEvent happened) => new NotificationTarget(happened).MediaType;

    private string? ActionOf(RegistryEvent happened) => NotificationAction.Of(happened.Kind, _isExtended);
}
#endif
