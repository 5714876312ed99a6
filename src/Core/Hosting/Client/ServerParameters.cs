namespace Zot.Hosting;

/// <summary>The options that every command has: which registry, who is asking, and in what form the answer is wanted.</summary>
public static class ServerParameters
{
    /// <summary>Where a registry is looked for that nobody names.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5000";

    /// <summary>The variable that names the registry.</summary>
    public const string UrlVariable = "ZOT_URL";

    /// <summary>The variable that has the password.</summary>
    public const string PasswordVariable = "ZOT_PASSWORD";

    /// <summary>The registry.</summary>
    public static readonly CommandParameter Url = new("--url", $"The registry. Default: {UrlVariable}, else {DefaultUrl}.") { HelpName = "url" };

    /// <summary>Who is asking.</summary>
    public static readonly CommandParameter User = new(
        "--user", $"Who is asking. The password is in {PasswordVariable}, or asked for.")
    {
        ShortName = "-u",
        HelpName = "name",
    };

    /// <summary>Whether the password is the first line of standard input.</summary>
    public static readonly CommandParameter PasswordStdin = new("--password-stdin", "Read the password from standard input.") { IsFlag = true };

    /// <summary>The authorities the registry's certificate may come from.</summary>
    public static readonly CommandParameter CaCert = new(
        "--cacert", "The authorities the registry's certificate may come from, PEM. Default: those of the system.")
    {
        HelpName = "file",
    };

    /// <summary>The certificate to show the registry.</summary>
    public static readonly CommandParameter Cert = new("--cert", "The certificate to show the registry, PEM.") { HelpName = "file" };

    /// <summary>Its private key.</summary>
    public static readonly CommandParameter Key = new("--key", "Its private key, PEM. Default: in the file of the certificate.") { HelpName = "file" };

    /// <summary>In what form the answer is wanted.</summary>
    public static readonly CommandParameter Output = new("--output", "A table for people, or JSON. Default: text.")
    {
        ShortName = "-o",
        HelpName = "json|text",
        Values = ["json", "text"],
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CommandParameter> All { get; } = [Url, User, PasswordStdin, CaCert, Cert, Key, Output];

    /// <summary>Whether JSON is wanted.</summary>
    public static bool WantsJson(this CommandCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Find(Output) == "json";
    }
}
