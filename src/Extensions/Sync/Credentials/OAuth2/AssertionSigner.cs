#if EXT_SYNC
using System.Security.Cryptography;
using System.Text.Json;
using Zot.Configuration.Extensions;

namespace Zot.Extensions.Sync.Credentials.OAuth2;

/// <summary>Signs assertions as a signing file describes (RFC 7523).</summary>
internal sealed class AssertionSigner
{
    private const int MaxLength = 64 * 1024;

    private static readonly string[] Keys = ["privateKeyFile", "algorithm", "keyId", "issuer", "subject", "audience"];
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly string _algorithm;
    private readonly string _privateKeyFile;
    private readonly string? _keyId;
    private readonly string? _issuer;
    private readonly string? _subject;
    private readonly string? _audience;

    private AssertionSigner(JsonElement file, string path)
    {
        _algorithm = JsonTexts.Require(file, "algorithm", path);
        _privateKeyFile = JsonTexts.Require(file, "privateKeyFile", path);
        _keyId = JsonTexts.Find(file, "keyId");
        _issuer = JsonTexts.Find(file, "issuer");
        _subject = JsonTexts.Find(file, "subject");
        _audience = JsonTexts.Find(file, "audience");
    }

    /// <summary>Reads a signing file.</summary>
    /// <exception cref="InvalidDataException">The file is invalid.</exception>
    public static AssertionSigner Read(string path)
    {
        using var document = JsonTexts.Parse(BoundedFile.Read(path, MaxLength), path);
        var unknown = document.RootElement.EnumerateObject().FirstOrDefault(
            static member => !Keys.Contains(member.Name, StringComparer.Ordinal));
        return unknown.Value.ValueKind == JsonValueKind.Undefined
            ? new AssertionSigner(document.RootElement, path)
            : throw new InvalidDataException($"{path} has an unknown key; known are {string.Join(", ", Keys)}");
    }

    /// <summary>Signs an assertion.</summary>
    /// <exception cref="InvalidDataException">
    /// The private key is invalid, or of another kind than the algorithm.
    /// </exception>
    public string Sign(OAuth2CredentialHelperOptions options, DateTimeOffset now)
    {
        var subject = _subject ?? options.ClientId;
        var issuer = _issuer ?? subject;
        return JsonWebToken.Sign(_algorithm, BoundedFile.ReadText(_privateKeyFile), _keyId, json =>
        {
            if (issuer is { Length: > 0 })
            {
                json.WriteString("iss", issuer);
            }

            if (subject is { Length: > 0 })
            {
                json.WriteString("sub", subject);
            }

            json.WriteString("aud", _audience ?? options.TokenUrl);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Life).ToUnixTimeSeconds());
            json.WriteString("jti", RandomNumberGenerator.GetHexString(32, lowercase: true));
        });
    }
}
#endif
