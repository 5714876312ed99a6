using System.Collections.Frozen;
using Zot.Client.Commands;

namespace Zot.Zli.Profiles;

/// <summary>The keys of a profile, and the forms of their values.</summary>
internal static class ProfileKey
{
    /// <summary>The name of the profile.</summary>
    public const string Name = "_name";

    /// <summary>The address of the registry.</summary>
    public const string Url = "url";

    /// <summary>Indicates whether a spinner is shown. Default: true.</summary>
    public const string ShowSpinner = "showspinner";

    /// <summary>Indicates whether the certificate of the registry is verified. Default: true.</summary>
    public const string VerifyTls = "verify-tls";

    private static readonly FrozenSet<string> Names =
        FrozenSet.Create(StringComparer.Ordinal, Name, Url, ShowSpinner, VerifyTls);

    /// <summary>The keys that users may change.</summary>
    public static IReadOnlyList<string> Changeable { get; } = [Url, ShowSpinner, VerifyTls];

    /// <summary>Checks that a key exists.</summary>
    /// <exception cref="CommandException">The key does not exist.</exception>
    public static void Check(string key)
    {
        if (!Names.Contains(key))
        {
            throw new CommandException("given config key is not allowed");
        }
    }

    /// <summary>Parses a Boolean in the forms of Go's programs; <see langword="null"/> for other texts.</summary>
    public static bool? ParseFlag(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };

    /// <summary>Checks an address.</summary>
    /// <exception cref="CommandException">The address has no scheme or no host.</exception>
    public static Uri ParseUrl(string text)
    {
        // On Unix, a path would be an absolute URL.
        if (!text.Contains("://", StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Host.Length == 0)
        {
            throw new CommandException("invalid URL format: scheme not provided (ex: https://)");
        }

        return url.Scheme is "http" or "https"
            ? url
            : throw new CommandException(
                $"invalid URL format: the scheme is '{url.Scheme}', but must be http or https");
    }
}
