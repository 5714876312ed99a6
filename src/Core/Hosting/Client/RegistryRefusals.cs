using System.Net;

namespace Zot.Hosting;

/// <summary>Says in plain words why a registry does not do what it was asked for.</summary>
/// <param name="url">The registry.</param>
/// <param name="user">Who is asking; <see langword="null"/> for somebody unknown.</param>
/// <param name="wanted">What is asked for.</param>
public sealed class RegistryRefusals(string url, string? user, WantedRoute wanted)
{
    // The code of the refusals of the route itself: without it, it is somebody else who does not know the path.
    private const string OfRoutes = "UNSUPPORTED";

    /// <summary>Why nothing was answered.</summary>
    public Exception Explain(HttpRequestException cause) => cause.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new NoAnswerException($"{url} cannot be reached: there is no such host", cause),
        HttpRequestError.ConnectionError => new NoAnswerException($"{url} cannot be reached: {Innermost(cause)}; is the registry running?", cause),
        HttpRequestError.SecureConnectionError => new CommandRefusedException(
            $"no secure connection to {url}: {Innermost(cause)}; --cacert names its authority, --cert and --key who is asking", cause),
        _ => new NoAnswerException($"{url} cannot be spoken to: {Innermost(cause)}", cause),
    };

    /// <summary>What an answer means that is not the one that was wanted.</summary>
    public Exception Explain(RegistryAnswer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized => new CommandRefusedException(user is null
            ? $"{url} wants to know who is asking: give --user"
            : $"{url} does not know '{user}' by this password"),
        HttpStatusCode.Forbidden => new CommandRefusedException(user is null
            ? $"{url} does not let just anybody do this: give --user"
            : $"'{user}' may not do this at {url}: it is for administrators"),
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed when answer.Code != OfRoutes => new CommandRefusedException(
            $"{url} has no {wanted.Name}: {wanted.Absence} ({Number(answer)})"),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new CommandRefusedException(
            $"{url} sends us elsewhere ({Number(answer)}): give the address of the registry itself"),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => new NoAnswerException(
            $"{url} is not able to: {answer.Message ?? answer.Status.ToString()} ({Number(answer)})"),
        >= HttpStatusCode.BadRequest => new CommandRefusedException(answer.Message ?? $"{url} refuses it: {answer.Status} ({Number(answer)})"),
        _ => new CommandRefusedException($"{url} is no registry with {wanted.Name}: its answer is none of theirs ({Number(answer)})"),
    };

    private static int Number(RegistryAnswer answer) => (int)answer.Status;

    private static string Innermost(Exception cause) => cause.GetBaseException().Message;
}
