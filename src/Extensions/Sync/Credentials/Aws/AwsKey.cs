#if EXT_SYNC
using System.Text.Json;

namespace Zot.Extensions.Sync.Credentials.Aws;

/// <summary>A key for requests to AWS.</summary>
/// <param name="id">The identifier.</param>
/// <param name="secret">The secret.</param>
/// <param name="sessionToken">The token of a temporary key; <see langword="null"/> for a permanent one.</param>
internal sealed class AwsKey(string id, string secret, string? sessionToken)
{
    /// <summary>The identifier.</summary>
    public string Id { get; } = id;

    /// <summary>The secret.</summary>
    public string Secret { get; } = secret;

    /// <summary>The token of a temporary key.</summary>
    public string? SessionToken { get; } = sessionToken;

    /// <summary>Reads the key in a response of a metadata service.</summary>
    /// <exception cref="InvalidDataException">A member is missing.</exception>
    public static AwsKey Read(JsonElement answer, string source) => new(
        JsonTexts.Require(answer, "AccessKeyId", source),
        JsonTexts.Require(answer, "SecretAccessKey", source),
        JsonTexts.Find(answer, "Token"));

    /// <summary>Returns the identifier, without the secret.</summary>
    public override string ToString() => Id;
}
#endif
