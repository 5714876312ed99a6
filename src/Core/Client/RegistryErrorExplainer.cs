using System.Net;
using Zot.Client.Commands;

namespace Zot.Client;

/// <summary>Explains failed requests to the user of a command.</summary>
/// <param name="url">The URL of the registry.</param>
/// <param name="user">The name of the user; <see langword="null"/> for an anonymous user.</param>
/// <param name="wanted">The route that was requested.</param>
public sealed class RegistryErrorExplainer(string url, string? user, RequestedRoute wanted)
{
    // The error code of the routes themselves. Without it, another component did not know the path.
    private const string OfRoutes = "UNSUPPORTED";

    /// <summary>Explains a request without a response.</summary>
    public Exception Explain(HttpRequestException cause) => cause.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError =>
            new RegistryUnavailableException($"failed to connect to {url}: host not found", cause),
        HttpRequestError.ConnectionError => new RegistryUnavailableException(
            $"failed to connect to {url}: {Innermost(cause)}; is the registry running?", cause),
        HttpRequestError.SecureConnectionError => new CommandException(
            $"failed to establish a secure connection to {url}: {Innermost(cause)}; check --cacert, --cert and --key",
            cause),
        _ => new RegistryUnavailableException($"request to {url} failed: {Innermost(cause)}", cause),
    };

    /// <summary>Explains an unexpected response.</summary>
    public Exception Explain(RegistryAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized => new CommandException(user is null
            ? $"{url} requires authentication: specify --user"
            : $"{url} rejected the credentials of '{user}'"),
        HttpStatusCode.Forbidden => new CommandException(user is null
            ? $"{url} denies access to anonymous users: specify --user"
            : $"'{user}' is not authorized at {url}: an administrator is required"),
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed when answer.Code != OfRoutes => new CommandException(
            $"{url} has no {wanted.Name}: {wanted.Absence} ({Number(answer)})"),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new CommandException(
            $"{url} responded with a redirect ({Number(answer)}): specify the address of the registry itself"),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => new RegistryUnavailableException(
            $"{url} failed to process the request: {answer.Message ?? answer.Status.ToString()} ({Number(answer)})"),
        >= HttpStatusCode.BadRequest =>
            new CommandException(answer.Message ?? $"{url} rejected the request: {answer.Status} ({Number(answer)})"),
        _ => new CommandException(
            $"unexpected response from {url} ({Number(answer)}): not a registry with {wanted.Name}"),
    };

    private static int Number(RegistryAnswer answer) => (int)answer.Status;

    private static string Innermost(Exception cause) => cause.GetBaseException().Message;
}
