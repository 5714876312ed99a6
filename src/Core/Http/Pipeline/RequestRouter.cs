using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Http.Requests;
using Zot.Http.Routes;

namespace Zot.Http.Pipeline;

/// <summary>
/// Separates registry requests from all others: as in zot, only those are counted, logged and authenticated.
/// </summary>
/// <param name="pipeline">The pipeline for requests of the registry and of extensions.</param>
/// <param name="routes">All routes.</param>
/// <param name="others">The handler of all other requests.</param>
internal sealed class RequestRouter(RequestDelegate pipeline, RouteTable routes, RequestDelegate others)
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
            return AnswerOtherAsync(context);
        }

        context.Features.Set(request);
        return pipeline(context);
    }

    private async Task AnswerOtherAsync(HttpContext context)
    {
        await others(context);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound, ContentType: null })
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
        }
    }
}
