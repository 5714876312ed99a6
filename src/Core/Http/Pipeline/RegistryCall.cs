using Microsoft.AspNetCore.Http;
using Zot.Auth;

namespace Zot.Http;

/// <summary>What the pipeline knows of the request it is working on.</summary>
/// <param name="request">What is asked for; <see langword="null"/> when a route of an extension answers.</param>
internal sealed class RegistryCall(RegistryRequest? request) : ICallerFeature
{
    /// <summary>What is asked for; <see langword="null"/> when a route of an extension answers.</summary>
    public RegistryRequest? Request { get; } = request;

    /// <summary>Who is calling.</summary>
    public Identity Caller { get; set; } = Identity.Anonymous;

    /// <summary>How many bytes the answer had, where its headers do not say.</summary>
    public long StreamedLength { get; set; }

    /// <summary>The call this request is.</summary>
    public static RegistryCall Of(HttpContext context) =>
        (RegistryCall)context.Features.Get<ICallerFeature>()!;

    /// <summary>Makes this the call of the request.</summary>
    public void Attach(HttpContext context) => context.Features.Set<ICallerFeature>(this);
}
