using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Http.Requests;
using Zot.Http.Routes;

namespace Zot.Http.Pipeline;

/// <summary>
/// Separates registry requests from all others: as in zot, only those are counted, logged and authenticated. All others
/// receive 404.
/// </summary>
internal sealed class RequestRouter(RequestDelegate next, RouteTable routes)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is not null && CleanPath.Redirect(target) is { } clean)
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = clean;
            return Task.CompletedTask;
        }

        var path = context.Request.Path.Value ?? "";
        if (routes.Find(context.Request.Method, path, context.Request.QueryString.Value ?? "") is not { } request)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
        }

        context.Features.Set(request);
        return next(context);
    }
}
