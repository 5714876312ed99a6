using Zot.Auth;

namespace Zot.Http;

/// <summary>Who sent the request; in <c>HttpContext.Features</c> from authentication on.</summary>
public interface ICallerFeature
{
    /// <summary>The caller; <see cref="Identity.Anonymous"/> when nobody had to say who they are.</summary>
    Identity Caller { get; }
}
