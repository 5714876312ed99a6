#if EXT_SYNC
namespace Zot.Extensions.Sync.Credentials.Aws;

/// <summary>
/// Finds a key in the order of the tools of AWS: the environment, a web identity, the shared files, the container, the
/// virtual machine.
/// </summary>
/// <param name="environment">Returns an environment variable.</param>
/// <param name="client">Sends requests.</param>
/// <param name="localClient">Sends requests to services of the machine itself.</param>
internal sealed class AwsKeyChain(Func<string, string?> environment, TokenClient client, TokenClient localClient)
{
    private readonly AwsWebIdentity _identity = new(environment, client);
    private readonly AwsMetadata _metadata = new(environment, localClient);

    /// <summary>Finds a key.</summary>
    /// <param name="securityTokens">The endpoint of the service STS.</param>
    /// <param name="stop">Cancels the requests.</param>
    /// <exception cref="InvalidDataException">There is no key.</exception>
    public async Task<AwsKey> GetAsync(Uri securityTokens, CancellationToken stop) =>
        FindInEnvironment()
        ?? await _identity.FindAsync(securityTokens, stop)
        ?? FindInFiles()
        ?? await _metadata.FindContainerKeyAsync(stop)
        ?? await _metadata.GetMachineKeyAsync(stop);

    private AwsKey? FindInEnvironment() =>
        environment("AWS_ACCESS_KEY_ID") is { Length: > 0 } id
            && environment("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new AwsKey(id, secret, environment("AWS_SESSION_TOKEN"))
            : null;

    private AwsKey? FindInFiles()
    {
        var profile = environment("AWS_PROFILE") is { Length: > 0 } name ? name : "default";
        return AwsProfile.Find(PathOf("AWS_SHARED_CREDENTIALS_FILE", "credentials"), profile)
            ?? AwsProfile.Find(
                PathOf("AWS_CONFIG_FILE", "config"), profile == "default" ? profile : $"profile {profile}");
    }

    private string PathOf(string variable, string file) =>
        environment(variable) is { Length: > 0 } path ? path : Path.Combine(environment("HOME") ?? "", ".aws", file);
}
#endif
