using Zot.Client.Commands;

namespace Zot.Client;

/// <summary>The common options of commands: registry, credentials and output format.</summary>
public static class ServerParameters
{
    /// <summary>The default URL of the registry.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5000";

    /// <summary>The environment variable with the URL of the registry.</summary>
    public const string UrlVariable = "ZOT_URL";

    /// <summary>The environment variable with the password.</summary>
    public const string PasswordVariable = "ZOT_PASSWORD";

    /// <summary>The URL of the registry.</summary>
    public static readonly CommandParameter Url =
        new("--url", $"The URL of the registry. Default: {UrlVariable}, else {DefaultUrl}.") { HelpName = "url" };

    /// <summary>The name of the user.</summary>
    public static readonly CommandParameter User = new(
        "--user", $"The user name. The password is read from {PasswordVariable}, or prompted for.")
    {
        ShortName = "-u",
        HelpName = "name",
    };

    /// <summary>Reads the password from the first line of standard input.</summary>
    public static readonly CommandParameter PasswordStdin =
        new("--password-stdin", "Read the password from standard input.") { IsFlag = true };

    /// <summary>The trusted certificate authorities.</summary>
    public static readonly CommandParameter CaCert = new(
        "--cacert", "The trusted certificate authorities, PEM. Default: those of the system.")
    {
        HelpName = "file",
    };

    /// <summary>The client certificate.</summary>
    public static readonly CommandParameter Cert = new("--cert", "The client certificate, PEM.") { HelpName = "file" };

    /// <summary>The private key of the client certificate.</summary>
    public static readonly CommandParameter Key =
        new("--key", "The private key of the client certificate, PEM. Default: in the certificate file.")
        {
            HelpName = "file",
        };

    /// <summary>The output format.</summary>
    public static readonly CommandParameter Output = new("--output", "The output format. Default: text, a table.")
    {
        ShortName = "-o",
        HelpName = "json|text",
        Values = ["json", "text"],
    };

    /// <summary>All common options.</summary>
    public static IReadOnlyList<CommandParameter> All { get; } = [Url, User, PasswordStdin, CaCert, Cert, Key, Output];

    /// <summary>Indicates whether JSON output is requested.</summary>
    public static bool WantsJson(this CommandCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Find(Output) == "json";
    }
}
