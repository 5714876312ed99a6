using Microsoft.AspNetCore.Http;

namespace Zot.Hosting.Routes;

/// <summary>Reviews the caller's rights during a long request: users, keys and policies may change meanwhile.</summary>
public interface IAccessReview
{
    /// <summary>Authenticates the caller of a request again, with the request's credentials.</summary>
    /// <returns>
    /// The current rights; <see langword="null"/> if the request would be rejected, or belong to another caller, now.
    /// </returns>
    ValueTask<ICallerRights?> ReviewAsync(HttpContext context);
}
