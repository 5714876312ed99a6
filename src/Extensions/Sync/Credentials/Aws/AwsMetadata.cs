#if EXT_SYNC
using System.Text;

namespace Zot.Extensions.Sync.Credentials.Aws;

/// <summary>Reads keys from the metadata services of containers and of virtual machines.</summary>
/// <param name="environment">Returns an environment variable.</param>
/// <param name="client">Sends requests, without a proxy.</param>
internal sealed class AwsMetadata(Func<string, string?> environment, TokenClient client)
{
    private const string ContainerHost = "http://169.254.170.2";
    private const string MachineHost = "http://169.254.169.254";

    // The addresses of the agents of ECS and EKS; any other must use TLS, as the response has a secret.
    private static readonly string[] AgentHosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>Reads the key of a container; <see langword="null"/> outside of a container with one.</summary>
    /// <exception cref="InvalidDataException">The address or the response is invalid.</exception>
    public async Task<AwsKey?> FindContainerKeyAsync(CancellationToken stop)
    {
        var address = environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { Length: > 0 } relative
            ? $"{ContainerHost}{relative}"
            : environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        if (address is not { Length: > 0 })
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || url.IsLoopback || AgentHosts.Contains(url.Host)))
        {
            throw new InvalidDataException(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI must be an https URL, or one of the machine itself");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var token = environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { Length: > 0 } file
            ? BoundedFile.ReadText(file)
            : environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (token is { Length: > 0 })
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        using var answer = await client.SendAsync(request, stop);
        return AwsKey.Read(answer.RootElement, $"the response of {url.Authority}");
    }

    /// <summary>Reads the key of the virtual machine (IMDSv2).</summary>
    /// <exception cref="InvalidDataException">The service is disabled, or a response is invalid.</exception>
    public async Task<AwsKey> GetMachineKeyAsync(CancellationToken stop)
    {
        if (string.Equals(environment("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException("no AWS credentials were found in the environment and in the shared files");
        }

        var given = environment("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        var host = given is { Length: > 0 } ? given.TrimEnd('/') : MachineHost;
        using var tokenRequest = new HttpRequestMessage(HttpMethod.Put, $"{host}/latest/api/token");
        tokenRequest.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "300");
        var token = Encoding.UTF8.GetString(await client.ReadAsync(tokenRequest, stop)).Trim();
        var path = $"{host}/latest/meta-data/iam/security-credentials/";
        using var roleRequest = Create(path, token);
        var role = Encoding.UTF8.GetString(await client.ReadAsync(roleRequest, stop)).Split('\n')[0].Trim();
        using var keyRequest = Create($"{path}{Uri.EscapeDataString(role)}", token);
        using var answer = await client.SendAsync(keyRequest, stop);
        return AwsKey.Read(answer.RootElement, $"the response of {keyRequest.RequestUri!.Authority}");
    }

    private static HttpRequestMessage Create(string address, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", token);
        return request;
    }
}
#endif
