#if EXT_SYNC
using System.Xml;
using System.Xml.Linq;

namespace Zot.Extensions.Sync.Credentials.Aws;

/// <summary>Exchanges the token of a Kubernetes service account for a key (AssumeRoleWithWebIdentity).</summary>
/// <param name="environment">Returns an environment variable.</param>
/// <param name="client">Sends requests.</param>
internal sealed class AwsWebIdentity(Func<string, string?> environment, TokenClient client)
{
    /// <summary>Requests a key; <see langword="null"/> if the environment names no token and role.</summary>
    /// <param name="endpoint">The endpoint of the service STS.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <exception cref="InvalidDataException">The request is rejected, or the response is invalid.</exception>
    public async Task<AwsKey?> FindAsync(Uri endpoint, CancellationToken stop)
    {
        if (environment("AWS_WEB_IDENTITY_TOKEN_FILE") is not { Length: > 0 } file
            || environment("AWS_ROLE_ARN") is not { Length: > 0 } role)
        {
            return null;
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Action"] = "AssumeRoleWithWebIdentity",
            ["Version"] = "2011-06-15",
            ["RoleArn"] = role,
            ["RoleSessionName"] = environment("AWS_ROLE_SESSION_NAME") is { Length: > 0 } name ? name : "zot",
            ["WebIdentityToken"] = BoundedFile.ReadText(file),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = form };
        return Parse(await client.ReadAsync(request, stop), $"the response of {endpoint.Authority}");
    }

    private static AwsKey Parse(byte[] body, string source)
    {
        // Without the exception of the parser: its message may contain a part of a secret.
        var document = TryLoad(body) ?? throw new InvalidDataException($"{source} is not XML");
        return new AwsKey(Require("AccessKeyId"), Require("SecretAccessKey"), Require("SessionToken"));

        string Require(string name) =>
            document.Descendants().FirstOrDefault(one => one.Name.LocalName == name)?.Value is { Length: > 0 } value
                ? value
                : throw new InvalidDataException($"{source} has no {name}");
    }

    private static XDocument? TryLoad(byte[] body)
    {
        try
        {
            using var stream = new MemoryStream(body);
            using var reader = XmlReader.Create(
                stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
#endif
