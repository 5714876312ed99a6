#if EXT_SYNC
using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zot.Auth;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>Signs JSON web tokens (RFC 7515, RFC 7518, RFC 8037).</summary>
internal static class JsonWebToken
{
    /// <summary>Signs a token.</summary>
    /// <param name="algorithm">The algorithm: RS, PS or ES with 256, 384 or 512, or EdDSA.</param>
    /// <param name="privateKey">The private key in PEM.</param>
    /// <param name="keyId">The identifier of the key; <see langword="null"/> for none.</param>
    /// <param name="writeClaims">Writes the members of the claims.</param>
    /// <exception cref="InvalidDataException">
    /// The algorithm is unknown, or the key is invalid or of another kind.
    /// </exception>
    public static string Sign(string algorithm, string privateKey, string? keyId, Action<Utf8JsonWriter> writeClaims)
    {
        var header = Encode(json =>
        {
            json.WriteString("alg", algorithm);
            json.WriteString("typ", "JWT");
            if (keyId is { Length: > 0 })
            {
                json.WriteString("kid", keyId);
            }
        });
        var signed = $"{header}.{Encode(writeClaims)}";

        // Without the exception of the platform: its message may contain a part of the key.
        var signature = TrySign(algorithm, privateKey, Encoding.ASCII.GetBytes(signed))
            ?? throw new InvalidDataException($"the private key is not a PEM key for {algorithm}");
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(output.WrittenSpan);
    }

    private static byte[]? TrySign(string algorithm, string privateKey, byte[] content)
    {
        try
        {
            return algorithm switch
            {
                "RS256" or "RS384" or "RS512" =>
                    SignRsa(privateKey, content, HashOf(algorithm), RSASignaturePadding.Pkcs1),
                "PS256" or "PS384" or "PS512" =>
                    SignRsa(privateKey, content, HashOf(algorithm), RSASignaturePadding.Pss),
                "ES256" => SignEcdsa(privateKey, content, HashOf(algorithm), keySize: 256),
                "ES384" => SignEcdsa(privateKey, content, HashOf(algorithm), keySize: 384),
                "ES512" => SignEcdsa(privateKey, content, HashOf(algorithm), keySize: 521),
                "EdDSA" => Ed25519.Sign(privateKey, content),
                _ => throw new InvalidDataException(
                    "the algorithm must be RS256, PS256, ES256, each also with 384 and 512, or EdDSA"),
            };
        }
        catch (Exception cause) when (cause is CryptographicException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static byte[] SignRsa(
        string privateKey, byte[] content, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var key = RSA.Create();
        key.ImportFromPem(privateKey);
        return key.SignData(content, hash, padding);
    }

    private static byte[] SignEcdsa(string privateKey, byte[] content, HashAlgorithmName hash, int keySize)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKey);
        return key.KeySize == keySize
            ? key.SignData(content, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            : throw new CryptographicException("the curve is that of another algorithm");
    }

    private static HashAlgorithmName HashOf(string algorithm) => new($"SHA{algorithm[2..]}");
}
#endif
