using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary>The surroundings of the program.</summary>
internal sealed record ZliEnvironment
{
    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The path of the file of profiles.</summary>
    public required string ProfilePath { get; init; }

    /// <summary>The certificates for hosts.</summary>
    public required HostCertificates Certificates { get; init; }

    /// <summary>Indicates whether standard error is a terminal that can move its cursor.</summary>
    public bool IsOnTerminal { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Returns the surroundings of this process.</summary>
    public static ZliEnvironment OfProcess()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new ZliEnvironment
        {
            Output = Console.Out,
            Error = Console.Error,
            ProfilePath = Path.Combine(home, ".zot"),
            Certificates =
                new HostCertificates([Path.Combine(home, ".config/containers/certs.d"), "/etc/containers/certs.d"]),
            IsOnTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        };
    }
}
