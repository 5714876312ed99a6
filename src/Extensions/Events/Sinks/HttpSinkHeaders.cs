#if EXT_EVENTS
using System.Net.Http.Headers;
using System.Text;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>What goes with each request besides: configured headers, and who we are. Never shown.</summary>
/// <param name="headers">The configured headers. One of them replaces what would be sent otherwise.</param>
/// <param name="credentials">Who we are; a user wins over a token.</param>
internal sealed class HttpSinkHeaders(
    IReadOnlyDictionary<string, IReadOnlyList<string>> headers, EventSinkCredentialsOptions? credentials)
{
    private readonly AuthenticationHeaderValue? _authorization = credentials switch
    {
        { Username: { Length: > 0 } user } => new(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{credentials.Password}"))),
        { Token: { Length: > 0 } token } => new("Bearer", token),
        _ => null,
    };

    public void AddTo(HttpRequestMessage request)
    {
        request.Headers.Authorization = _authorization;
        foreach (var (name, values) in headers)
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, values))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }
    }
}
#endif
