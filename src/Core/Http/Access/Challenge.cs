using System.Buffers;
using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Tells a client to say who it is, after making it wait as long as the configuration says.</summary>
/// <remarks>RFC 7617.</remarks>
internal sealed class Challenge(CurrentHttpOptions options, CurrentAuthenticators authenticators, TimeProvider time)
{
    private const string DefaultRealm = "Authorization Required";

    private static readonly SearchValues<char> TokenLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~");

    /// <summary>Whether there is any way to say who one is.</summary>
    public bool IsOffered => authenticators().Count > 0;

    /// <summary>Refuses credentials, or their absence.</summary>
    /// <param name="context">The request.</param>
    /// <param name="waits">Whether the answer is held back: whoever guesses shall guess slowly.</param>
    public async Task RefuseCredentialsAsync(HttpContext context, bool waits)
    {
        await PrepareAsync(context, waits);
        await OciErrors.WriteBareAsync(
            context, RegistryError.Unauthorized.With("path", context.Request.Path.Value ?? "", "no valid credentials were given"));
    }

    /// <summary>Refuses what the caller has no right to.</summary>
    public async Task RefuseAccessAsync(HttpContext context, RegistryException refusal)
    {
        await PrepareAsync(context, waits: true);
        await OciErrors.WriteAsync(context, refusal);
    }

    /// <summary>Mentions in a successful answer that one may say who one is; in the words zot uses.</summary>
    public void Mention(HttpContext context)
    {
        if (IsOffered && !IsBrowser(context))
        {
            var realm = Realm();
            context.Response.Headers.WWWAuthenticate =
                realm.AsSpan().ContainsAnyExcept(TokenLetters) ? $"basic realm={Quote(realm)}" : $"basic realm={realm}";
        }
    }

    /// <summary>What a request says of who has sent it.</summary>
    public static RequestCredentials CredentialsOf(HttpContext context)
    {
        var isBrowser = IsBrowser(context);
        return new RequestCredentials
        {
            Authorization = context.Request.Headers.Authorization is [{ } header] ? header : null,
            ClientCertificate = context.Connection.ClientCertificate,
            Client = ClientKey.AddressOf(context),
            IsBrowser = isBrowser,
            Session = isBrowser ? SessionCookies.TicketOf(context) : null,
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "",
        };
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
            context.Response.Headers.WWWAuthenticate = Wording(context);
        }
    }

    private string Wording(HttpContext context)
    {
        var credentials = CredentialsOf(context);
        return authenticators().Select(each => each.Challenge(credentials)).FirstOrDefault(static challenge => challenge is not null)
            ?? $"Basic realm={Quote(Realm())}";
    }

    /// <summary>
    /// Indicates whether a request comes from the browser interface. It asks for credentials by itself; the browser's own dialog
    /// would be in the way. No page of another origin can send the header unasked.
    /// </summary>
    public static bool IsBrowser(HttpContext context) =>
        context.Request.Headers[OciHeaders.ApiClient] is [OciHeaders.BrowserClient];

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private string Realm() => options().Realm is { Length: > 0 } realm ? realm : DefaultRealm;
}
