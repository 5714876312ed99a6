using Zot.Hosting.Routes;
using Zot.Http.Requests;

namespace Zot.Http.Routes;

/// <summary>A request for a route of an extension.</summary>
internal sealed record ExtensionRequest(ExtensionRoute Route) : RegistryRequest;
