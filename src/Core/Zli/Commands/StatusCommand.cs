using System.CommandLine;
using System.Net;
using Zot.Client;
using Zot.Client.Commands;
using Zot.Zli.Output;
using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary><c>zli status</c>: shows whether a registry responds, and its build. The exit status is always 0.</summary>
internal static class StatusCommand
{
    private const string BasePath = "/v2/";
    private const string ManagementPath = "/v2/_zot/ext/mgmt";

    /// <summary>Creates the command.</summary>
    public static Command Create(ZliEnvironment environment)
    {
        var options = new ConnectionOptions("-c");
        var words = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };
        var status = new Command("status", "Show the status and the build of a registry.") { words };
        options.AddTo(status, hasFormat: true, hasDetails: false);
        status.SetAction(async (parsed, stop) =>
        {
            CommandGroup.CheckFlags(parsed.GetValue(words) ?? []);
            new ArgumentCount(0, 0).Check(parsed.GetValue(words)?.Length ?? 0);
            var format = options.FormatOf(parsed);
            var (target, _) = options.TargetOf(parsed, environment);
            var read = await ReadAsync(target, environment, stop);
            await environment.Output.WriteAsync(format switch
            {
                OutputFormat.Json =>
                    JsonOutput.Indent(read.Members.Where(static member => member.Value.Length > 0)) + "\n",
                OutputFormat.Yaml => YamlOutput.Object(read.YamlMembers),
                _ => read.Text,
            });
        });
        return status;
    }

    private static async Task<ServerStatus> ReadAsync(
        ServerTarget target, ZliEnvironment environment, CancellationToken stop)
    {
        try
        {
            using var server = new ServerConnection(target, environment.Certificates, trace: null);
            var answer = await server.GetAsync(BasePath, [], stop);
            return answer.Status switch
            {
                HttpStatusCode.OK => await ReadBuildAsync(server, target, stop),
                HttpStatusCode.Unauthorized => new ServerStatus("unknown", Denial(target)),
                _ => new ServerStatus("offline", Absence(server)),
            };
        }
        catch (Exception cause) when (cause is CommandException or RegistryUnavailableException)
        {
            return new ServerStatus("offline", cause.Message);
        }
    }

    private static async Task<ServerStatus> ReadBuildAsync(
        ServerConnection server, ServerTarget target, CancellationToken stop)
    {
        var answer = await server.GetAsync(ManagementPath, [], stop);
        return answer.Status switch
        {
            HttpStatusCode.OK => ServerStatus.Online(answer.Json()),
            HttpStatusCode.NotFound => new ServerStatus("online", $"{ManagementPath} endpoint is not available"),
            HttpStatusCode.Unauthorized => new ServerStatus("online", Denial(target)),
            _ => new ServerStatus("online", Absence(server)),
        };
    }

    private static string Absence(ServerConnection server) =>
        $"registry at the given address doesn't implement the correct API: "
            + $"request at {server.AddressOf(BasePath)} failed";

    private static string Denial(ServerTarget target) => "unauthorised access, " + (target.UserName.Length > 0
        ? "given credentials are invalid"
        : "endpoint requires valid user credentials (add the flag '--user [user]:[password]')");
}
