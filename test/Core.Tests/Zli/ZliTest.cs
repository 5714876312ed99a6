using Zot.Testing;
using Zot.Zli.Commands;
using Zot.Zli.Server;

namespace Zot.Core.Tests.Zli;

/// <summary>A test that runs command lines of <c>zli</c> with a home directory of its own.</summary>
public abstract class ZliTest : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    private protected ScriptedRegistry Registry { get; } = new();

    protected string ProfilePath => _home[".zot"];

    protected string Home => _home.Path;

    private protected ManualTime Time { get; } = new();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Registry.Dispose();
        _home.Dispose();
    }

    /// <summary>Runs a command line.</summary>
    private protected Task<ZliRun> RunAsync(params string[] arguments) => RunAsync(arguments, isOnTerminal: false);

    /// <summary>Runs a command line that queries the scripted registry.</summary>
    private protected Task<ZliRun> QueryAsync(params string[] arguments) => RunAsync([.. arguments, "--url", Registry.Url]);

    /// <summary>Advances the clock step by step until a command ends.</summary>
    private protected async Task<ZliRun> AdvanceAsync(Task<ZliRun> run, TimeSpan step)
    {
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(step);
                return Task.FromResult(run.IsCompleted);
            },
            "the command ends");
        return await run;
    }

    /// <summary>Runs a command line.</summary>
    private protected async Task<ZliRun> RunAsync(string[] arguments, bool isOnTerminal)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var status = await ZliCommand.RunAsync(arguments, new ZliEnvironment
        {
            Output = output,
            Error = TextWriter.Synchronized(error),
            ProfilePath = ProfilePath,
            Certificates = new HostCertificates([_home["certs.d"]]),
            IsOnTerminal = isOnTerminal,
            Time = Time,
        });
        return new ZliRun(status, output.ToString(), error.ToString());
    }
}
