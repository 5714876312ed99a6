#if EXT_USERPREFS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Extensions.UserPrefs;

/// <summary>Sets or removes a user's mark of a repository. The response is only a status code.</summary>
internal sealed partial class UserPrefsEndpoint(
    IRegistry registry, IUserPreferences preferences, ILogger<UserPrefsEndpoint> logger)
{
    public async Task PutAsync(HttpContext context) => context.Response.StatusCode = await ToggleAsync(context);

    private async ValueTask<int> ToggleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (KindOf(query["action"]) is not { } kind || query["repo"] is not [{ } name, ..])
        {
            return StatusCodes.Status400BadRequest;
        }

        // Returns 404 for an invalid name, which reveals nothing.
        if (!RepositoryName.TryParse(name, out var repository))
        {
            return StatusCodes.Status404NotFound;
        }

        var caller = context.AccessControl();
        if (caller.IsAnonymous || !context.Allows(AccessAction.Read, repository))
        {
            return StatusCodes.Status403Forbidden;
        }

        if (kind is MarkKind.Star && !await registry.HasRepositoryAsync(repository, context.RequestAborted))
        {
            return StatusCodes.Status404NotFound;
        }

        if (await preferences.ToggleAsync(new UserMark(kind, caller.Username, repository), context.RequestAborted))
        {
            LogMarked(kind, caller.Username, repository);
        }
        else
        {
            LogTakenBack(kind, caller.Username, repository);
        }

        return StatusCodes.Status200OK;
    }

    private static MarkKind? KindOf(IReadOnlyList<string?> action) => action switch
    {
        ["toggleStar", ..] => MarkKind.Star,
        ["toggleBookmark", ..] => MarkKind.Bookmark,
        _ => null,
    };

    [LoggerMessage(6101, LogLevel.Debug, "repository marked: {Kind} {User} {Repository}")]
    private partial void LogMarked(MarkKind kind, string user, RepositoryName repository);

    [LoggerMessage(6102, LogLevel.Debug, "repository unmarked: {Kind} {User} {Repository}")]
    private partial void LogTakenBack(MarkKind kind, string user, RepositoryName repository);
}
#endif
