using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zot.Http;

/// <summary>Tells our requests from all others: only ours are counted, logged and authenticated, as in zot.</summary>
/// <param name="pipeline">What answers our requests, and those that routing has given to an extension.</param>
/// <param name="others">What answers the rest.</param>
internal sealed class FrontDoor(RequestDelegate pipeline, RequestDelegate others)
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

        var request = RegistryRequest.Parse(
            context.Request.Method, context.Request.Path.Value ?? "", context.Request.QueryString.Value ?? "");
        if (request is null && context.GetEndpoint() is null)
        {
            return AnswerOtherAsync(context);
        }

        new RegistryCall(request).Attach(context);
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
