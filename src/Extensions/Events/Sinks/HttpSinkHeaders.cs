#if EXT_EVENTS
using System.Text;
using Zot.Configuration.Extensions;

namespace Zot.Extensions.Events.Sinks;

/// <summary>
/// The additional headers of each request: configured headers and credentials. They are never displayed.
/// </summary>
internal sealed class HttpSinkHeaders
{
    private const string Authorization = "Authorization";

    // Shorter values would match ordinary text.
    private const int ShortestMasked = 4;

    private readonly Dictionary<string, IReadOnlyList<string>> _headers = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="headers">The configured headers, which replace default ones.</param>
    /// <param name="credentials">The credentials; a user takes precedence over a token.</param>
    public HttpSinkHeaders(
        IReadOnlyDictionary<string, IReadOnlyList<string>> headers, EventSinkCredentialsOptions? credentials)
    {
        if (credentials is { Username: { Length: > 0 } user })
        {
            _headers[Authorization] = [Basic(user, credentials.Password)];
        }
        else if (credentials is { Token: { Length: > 0 } token })
        {
            _headers[Authorization] = [$"Bearer {token}"];
        }

        Add(headers);
    }

    /// <param name="headers">The configured headers, which replace default ones.</param>
    /// <param name="auth">The credentials.</param>
    public HttpSinkHeaders(IReadOnlyDictionary<string, IReadOnlyList<string>> headers, NotificationAuthOptions? auth)
    {
        Add(headers);
        if (auth is { Bearer: { } token })
        {
            _headers[Authorization] = [$"Bearer {token}"];
        }
        else if (auth is { Basic: { } basic })
        {
            _headers[Authorization] = [Basic(basic.Username, basic.Password)];
        }
        else if (auth is { Header: { } header })
        {
            _headers[header.Name] = [header.Value!];
        }
    }

    public void AddTo(HttpRequestMessage request)
    {
        foreach (var (name, values) in _headers)
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, values) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, values);
            }
        }
    }

    /// <summary>Masks secrets in a text: a receiver may echo the request in its response.</summary>
    public string Mask(string text)
    {
        foreach (var value in _headers.Values.SelectMany(static values => values)
            .SelectMany(static value => value.Split(' ')))
        {
            if (value.Length >= ShortestMasked && value is not ("Basic" or "Bearer"))
            {
                text = text.Replace(value, "******", StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static string Basic(string user, string? password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    private void Add(IReadOnlyDictionary<string, IReadOnlyList<string>> headers)
    {
        foreach (var (name, values) in headers)
        {
            _headers[name] = values;
        }
    }
}
#endif
