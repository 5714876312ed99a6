using System.Security.Cryptography;

namespace Zot.BlackBox.Harness;

/// <summary>
/// A test with a shared server: it has unique repository names, and shows the server's log when it fails.
/// </summary>
public abstract class RegistryTest(SharedServers servers) : IAsyncDisposable
{
    private ZotProcess? _zot;

    /// <summary>A repository that no other test uses.</summary>
    protected string Repository { get; } = $"test/{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    /// <summary>Another repository that no other test uses.</summary>
    protected string OtherRepository { get; } = $"test/{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    /// <summary>The shared servers.</summary>
    protected SharedServers Servers { get; } = servers;

    /// <summary>Returns a client of the plain server of a build.</summary>
    private protected async Task<RegistryClient> ClientAsync(string build) => (await ServerAsync(Servers.PlainAsync(build))).Client;

    /// <summary>Returns a shared server, whose log is shown if this test fails.</summary>
    private protected async Task<ZotProcess> ServerAsync(Task<ZotProcess> server) => _zot = await server;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            _zot?.ShowLog(TestContext.Current.TestOutputHelper);
        }

        return ValueTask.CompletedTask;
    }
}
