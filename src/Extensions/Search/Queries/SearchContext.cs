#if EXT_SEARCH
using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Extensions.Search.Limits;
using Zot.Hosting.Routes;
using Zot.Metadata.Queries;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Extensions.Search.Queries;

/// <summary>The caller of a request, and what its queries read. A dictionary, as the library requires.</summary>
internal sealed class SearchContext(
    HttpContext context,
    IMetadataQueries metadata,
    IRegistry registry,
    IUserPreferences preferences,
    RequestBudget budget)
    : Dictionary<string, object?>(StringComparer.Ordinal)
{
    private readonly AccessControlContext _caller = context.AccessControl();

    public IMetadataQueries Metadata => metadata;

    public IRegistry Registry => registry;

    public IUserPreferences Preferences => preferences;

    /// <summary>The remaining cost of the request.</summary>
    public RequestBudget Budget => budget;

    /// <summary>The name of the user; <see langword="null"/> for an anonymous one.</summary>
    public string? User => _caller.IsAnonymous ? null : _caller.Username;

    /// <summary>Admits the repositories that the caller may read; <see langword="null"/> for all.</summary>
    public Predicate<RepositoryName>? Admits => _caller.IsUnrestricted ? null : MayRead;

    public bool MayRead(RepositoryName repository) => context.Allows(AccessAction.Read, repository);

    public bool MayDelete(RepositoryName repository) => context.Allows(AccessAction.Delete, repository);
}
#endif
