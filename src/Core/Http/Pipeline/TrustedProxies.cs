using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Zot.Configuration.Http;

namespace Zot.Http.Pipeline;

/// <summary>Sets the client address of requests that arrive through a trusted proxy.</summary>
/// <remarks>
/// The client is the last address in <c>X-Forwarded-For</c> that is not a trusted proxy. Without
/// <c>http.trustedProxies</c>, and from any other peer, the header is ignored: any client can send it.
/// </remarks>
internal sealed class TrustedProxies(RequestDelegate next, CurrentHttpOptions options, ILoggerFactory loggers)
{
    private const string ForwardedFor = "X-Forwarded-For";

    private volatile Known? _known;

    public Task InvokeAsync(HttpContext context)
    {
        var proxies = options().TrustedProxies;
        if (proxies.Count == 0 || context.Request.Headers[ForwardedFor].Count == 0)
        {
            return next(context);
        }

        var known = _known;
        if (known is null || !ReferenceEquals(known.Proxies, proxies))
        {
            _known = known = new Known(proxies, Create(proxies));
        }

        context.Items[ForwardedFor] = context.Request.Headers[ForwardedFor];
        return known.Middleware.Invoke(context);
    }

    private ForwardedHeadersMiddleware Create(IReadOnlyList<string> proxies)
    {
        var forwarded =
            new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (HttpOptions.TryParseProxy(proxy, out var network))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        }

        return new ForwardedHeadersMiddleware(GoOnAsync, loggers, Options.Create(forwarded));
    }

    // Access conditions see the header as the client sent it.
    private Task GoOnAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers[ForwardedHeadersDefaults.XOriginalForHeaderName].Count > 0
            && context.Items[ForwardedFor] is StringValues sent)
        {
            headers[ForwardedFor] = sent;
        }

        return next(context);
    }

    private sealed record Known(IReadOnlyList<string> Proxies, ForwardedHeadersMiddleware Middleware);
}
