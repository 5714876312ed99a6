using Zot.Auth.AccessControl;

namespace Zot.Hosting;

/// <summary>Who sent the request and what they may do; in <c>HttpContext.Features</c> of every route, from authentication on.</summary>
public interface IAccessFeature
{
    /// <summary>The caller's rights. Immutable, and the same to the end of the request.</summary>
    AccessControlContext Access { get; }
}
