using System.CommandLine;
using Zot.Client.Commands;
using Zot.Zli.Output;
using Zot.Zli.Profiles;
using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary>The options of commands that query a registry.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string> _url = new("--url")
    {
        Description = "The address of the registry. Its certificate is not verified.",
        HelpName = "url",
        Recursive = true,
    };

    private readonly Option<string> _profile;

    private readonly Option<string> _user = new("--user", "-u")
    {
        Description = "The credentials.",
        HelpName = "user:password",
        Recursive = true,
    };

    private readonly Option<string> _format = new("--format", "-f")
    {
        Description = "The format of the output: text, json or yaml. Default: text.",
        HelpName = "format",
        Recursive = true,
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show details.", Recursive = true };

    private readonly Option<bool> _debug = new("--debug")
    {
        Description = "Print the headers of requests, with credentials, and of responses.",
        Recursive = true,
    };

    /// <summary>Creates the options.</summary>
    /// <param name="profileAlias">The short form of <c>--config</c>, if it has one.</param>
    public ConnectionOptions(params string[] profileAlias)
    {
        _profile = new Option<string>("--config", profileAlias)
        {
            Description = "The profile with the address of the registry. Default: that of 'zli config set-default'.",
            HelpName = "name",
            Recursive = true,
        };
        _format.CompletionSources.Add("text", "json", "yaml");
    }

    /// <summary>Adds the options to a command and its subcommands.</summary>
    /// <param name="command">The command.</param>
    /// <param name="hasFormat">Indicates whether the output has formats.</param>
    /// <param name="hasDetails">Indicates whether the output may have details.</param>
    public void AddTo(Command command, bool hasFormat, bool hasDetails)
    {
        command.Add(_url);
        command.Add(_profile);
        command.Add(_user);
        if (hasFormat)
        {
            command.Add(_format);
        }

        if (hasDetails)
        {
            command.Add(_verbose);
            command.Add(_debug);
        }
    }

    /// <summary>Indicates whether details were requested.</summary>
    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(_verbose);

    /// <summary>Returns the writer for headers; <see langword="null"/> if they were not requested.</summary>
    public TextWriter? TraceOf(ParseResult parsed) =>
        parsed.GetValue(_debug) ? parsed.InvocationConfiguration.Output : null;

    /// <summary>Returns the format.</summary>
    /// <exception cref="CommandException">The format does not exist.</exception>
    public OutputFormat FormatOf(ParseResult parsed) => parsed.GetValue(_format)?.ToLowerInvariant() switch
    {
        null or "" or "text" => OutputFormat.Text,
        "json" => OutputFormat.Json,
        "yaml" or "yml" => OutputFormat.Yaml,
        _ => throw new CommandException("invalid cli output format"),
    };

    /// <summary>Returns the registry, and whether a spinner may be shown.</summary>
    /// <exception cref="CommandException">The registry is not specified, or its profile is invalid.</exception>
    public (ServerTarget Target, bool ShowsSpinner) TargetOf(ParseResult parsed, ZliEnvironment environment)
    {
        var user = parsed.GetValue(_user) ?? "";
        if (parsed.GetValue(_url) is { Length: > 0 } url)
        {
            return (new ServerTarget(ProfileKey.ParseUrl(url), VerifiesTls: false, user), false);
        }

        var profiles = ProfileFile.Read(environment.ProfilePath);
        var name = parsed.GetValue(_profile) is { Length: > 0 } given ? given : profiles.DefaultName;
        if (name.Length == 0)
        {
            throw new CommandException(
                "no URL provided: specify either '--url' or '--config' flags, "
                    + "or set a default with 'zli config set-default <name>'");
        }

        var profile = profiles.Find(name);
        return (new ServerTarget(ProfileKey.ParseUrl(profile.Url), profile.VerifiesTls, user), profile.ShowsSpinner);
    }
}
