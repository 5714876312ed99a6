using System.Buffers;
using System.Net.Http.Headers;
using System.Text;

namespace Zot.Client.Distribution;

/// <summary>A challenge of a response with status 401 (RFC 9110, section 11.6.1).</summary>
/// <param name="Scheme">The scheme: <c>Basic</c> or <c>Bearer</c>, in any letter case.</param>
/// <param name="Parameters">The parameters by name, in any letter case.</param>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    // A challenge has three short parameters; a scope may list some repositories.
    private const int MaxLength = 8 * 1024;

    private static readonly SearchValues<char> TokenLetters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>The URL of the token service.</summary>
    public string? Realm => Parameters.GetValueOrDefault("realm");

    /// <summary>The name of the registry at its token service.</summary>
    public string? Service => Parameters.GetValueOrDefault("service");

    /// <summary>The rights that the request needs.</summary>
    public string? Scope => Parameters.GetValueOrDefault("scope");

    /// <summary>Indicates whether the token was valid, but lacked a right.</summary>
    public bool IsInsufficientScope => Parameters.GetValueOrDefault("error") == "insufficient_scope";

    /// <summary>Returns whether the challenge has this scheme.</summary>
    public bool Is(string scheme) => string.Equals(Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads all challenges of a response. A malformed header is skipped as a whole.</summary>
    public static IReadOnlyList<AuthenticationChallenge> Read(HttpResponseHeaders headers)
    {
        List<AuthenticationChallenge> all = [];
        if (headers.NonValidated.TryGetValues("WWW-Authenticate", out var values))
        {
            foreach (var value in values)
            {
                all.AddRange(Parse(value));
            }
        }

        return all;
    }

    /// <summary>Parses a header; empty if it is malformed or too long.</summary>
    public static IReadOnlyList<AuthenticationChallenge> Parse(string header)
    {
        List<AuthenticationChallenge> all = [];
        if (header.Length > MaxLength)
        {
            return all;
        }

        var rest = header.AsSpan();
        while (!(rest = rest.TrimStart(" \t,")).IsEmpty)
        {
            if (!TryReadToken(ref rest, out var scheme) || !TryReadParameters(ref rest, out var parameters))
            {
                return [];
            }

            all.Add(new AuthenticationChallenge(scheme, parameters));
        }

        return all;
    }

    private static bool TryReadParameters(ref ReadOnlySpan<char> rest, out Dictionary<string, string> parameters)
    {
        parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!rest.IsEmpty && rest[0] is not (' ' or '\t' or ','))
        {
            return false;
        }

        while (!(rest = rest.TrimStart(" \t,")).IsEmpty)
        {
            var parameter = rest;
            if (!TryReadToken(ref parameter, out var name))
            {
                return false;
            }

            parameter = parameter.TrimStart(" \t");
            if (parameter is not ['=', ..])
            {
                return true; // The next scheme.
            }

            parameter = parameter[1..].TrimStart(" \t");
            if (!TryReadValue(ref parameter, out var value) || !parameters.TryAdd(name, value))
            {
                return false;
            }

            rest = parameter.TrimStart(" \t");
            if (!rest.IsEmpty && rest[0] != ',')
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadToken(ref ReadOnlySpan<char> rest, out string token)
    {
        var end = rest.IndexOfAnyExcept(TokenLetters);
        end = end < 0 ? rest.Length : end;
        token = rest[..end].ToString();
        rest = rest[end..];
        return end > 0;
    }

    private static bool TryReadValue(ref ReadOnlySpan<char> rest, out string value)
    {
        if (rest is not ['"', ..])
        {
            return TryReadToken(ref rest, out value);
        }

        var text = new StringBuilder();
        value = "";
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '"')
            {
                value = text.ToString();
                rest = rest[(at + 1)..];
                return true;
            }

            at += rest[at] == '\\' ? 1 : 0;
            if (at == rest.Length || char.IsControl(rest[at]))
            {
                return false;
            }

            text.Append(rest[at]);
        }

        return false;
    }
}
