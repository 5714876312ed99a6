using System.Buffers;
using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Http.Account;
using Zot.Http.Answers;
using Zot.Http.Limits;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>Asks a client to authenticate, after the configured delay.</summary>
/// <remarks>RFC 9110, section 11.6.1; RFC 7617.</remarks>
internal sealed class Challenge(CurrentHttpOptions options, CurrentAuthenticators authenticators, TimeProvider time)
{
    private const string DefaultRealm = "Authorization Required";

    private static readonly SearchValues<char> TokenLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~");

    /// <summary>Indicates whether any authentication method is configured.</summary>
    public bool IsOffered => authenticators().Count > 0;

    /// <summary>Rejects missing or invalid credentials.</summary>
    /// <param name="context">The request.</param>
    /// <param name="waits">Indicates whether the response is delayed, to slow down guessing.</param>
    public async Task RefuseCredentialsAsync(HttpContext context, bool waits)
    {
        await PrepareAsync(context, waits);
        await OciErrors.WriteBareAsync(
            context,
            RegistryError.Unauthorized.With("path", context.Request.Path.Value ?? "", "no valid credentials provided"));
    }

    /// <summary>Denies access that the caller has no right to.</summary>
    public async Task RefuseAccessAsync(HttpContext context, RegistryException refusal)
    {
        await PrepareAsync(context, waits: true);
        await OciErrors.WriteAsync(context, refusal);
    }

    /// <summary>Adds the challenge to a successful response: that of an authenticator, or zot's wording.</summary>
    public void Mention(HttpContext context)
    {
        if (IsOffered && !IsBrowser(context))
        {
            var realm = Realm();
            context.Response.Headers.WWWAuthenticate = FindContributed(authenticators(), context)
                ?? $"basic realm={(realm.AsSpan().ContainsAnyExcept(TokenLetters) ? Quote(realm) : realm)}";
        }
    }

    /// <summary>Returns the credentials that a request carries.</summary>
    public static RequestCredentials CredentialsOf(HttpContext context)
    {
        var isBrowser = IsBrowser(context);
        return new RequestCredentials
        {
            Authorization = context.Request.Headers.Authorization is [{ } header] ? header : null,
            ClientCertificate = context.Connection.ClientCertificate,
            Client = ClientKey.AddressOf(context),
            IsBrowser = isBrowser,
            Session = isBrowser ? SessionService.TicketOf(context) : null,
        };
    }

    /// <summary>Returns the challenge that an authenticator defines; <see langword="null"/> if none does.</summary>
    public static string? FindContributed(IEnumerable<IAuthenticator> authenticators, HttpContext context)
    {
        var inRepository = RegistryRequest.Of(context) as RegistryRequest.InRepository;
        var request = new ChallengeRequest(CredentialsOf(context), inRepository?.Repository, inRepository?.Action);
        return authenticators.Select(each => each.Challenge(request)).FirstOrDefault(static each => each is not null);
    }

    private async Task PrepareAsync(HttpContext context, bool waits)
    {
        var delay = options().Auth.FailDelay;
        if (waits && delay > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(delay), time, context.RequestAborted);
        }

        if (!IsBrowser(context))
        {
            context.Response.Headers.WWWAuthenticate =
                FindContributed(authenticators(), context) ?? $"Basic realm={Quote(Realm())}";
        }
    }

    /// <summary>
    /// Indicates whether a request comes from the browser interface, which prompts for credentials itself: the
    /// browser's own dialog would interfere. Pages of other origins cannot send the header without a preflight request.
    /// </summary>
    public static bool IsBrowser(HttpContext context) =>
        context.Request.Headers[OciHeaders.ApiClient] is [OciHeaders.BrowserClient];

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private string Realm() => options().Realm is { Length: > 0 } realm ? realm : DefaultRealm;
}
