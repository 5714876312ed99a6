using Microsoft.AspNetCore.Http;

namespace Zot.Hosting;

/// <summary>
/// Decides again while a request runs on: users are removed, keys revoked and policies changed during a request that takes hours.
/// </summary>
public interface IAccessReview
{
    /// <summary>Authenticates the caller of a request again, by the credentials that came with it.</summary>
    /// <returns>The rights of the caller now; <see langword="null"/> when the request would be refused, or be another caller's.</returns>
    ValueTask<ICallerRights?> ReviewAsync(HttpContext context);
}
