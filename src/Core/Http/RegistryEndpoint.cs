using Microsoft.AspNetCore.Http;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Requests;
using Zot.Http.Routes;

namespace Zot.Http;

/// <summary>Handles an authorized request: the end of the pipeline.</summary>
internal sealed class RegistryEndpoint(Endpoints endpoints, CurrentHttpOptions options, Challenge challenge)
{
    public Task HandleAsync(HttpContext context)
    {
        var request = RegistryRequest.Of(context);
        if (request.Route is null)
        {
            Cors.Apply(context, request.Cors, options(), challenge.IsOffered);
        }

        return request.HandleAsync(endpoints, context);
    }
}
