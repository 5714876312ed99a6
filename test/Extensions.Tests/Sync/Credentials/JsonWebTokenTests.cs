#if EXT_SYNC
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Xunit;
using Zot.Extensions.Sync.Credentials;

namespace Zot.Extensions.Tests.Sync.Credentials;

public sealed class JsonWebTokenTests
{
    // RFC 8037, appendix A: the key, its public part, and the signature of A.4.
    private const string EdPrivate = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    private const string EdPublic = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    public void Token_is_signed_with_RSA(string algorithm)
    {
        using var key = RSA.Create(2048);

        var (header, claims, signed, signature) = Split(JsonWebToken.Sign(algorithm, key.ExportPkcs8PrivateKeyPem(), "k1", static json => json.WriteString("sub", "a")));

        Assert.Equal((algorithm, "k1", "a"), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString(), claims.GetProperty("sub").GetString()));
        Assert.True(key.VerifyData(signed, signature, new HashAlgorithmName($"SHA{algorithm[2..]}"), algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));
    }

    [Theory]
    [InlineData("ES256", "1.2.840.10045.3.1.7")]
    [InlineData("ES384", "1.3.132.0.34")]
    [InlineData("ES512", "1.3.132.0.35")]
    public void Token_is_signed_with_ECDSA(string algorithm, string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));

        var (header, _, signed, signature) = Split(JsonWebToken.Sign(algorithm, key.ExportPkcs8PrivateKeyPem(), keyId: null, static _ => { }));

        Assert.False(header.TryGetProperty("kid", out _));
        Assert.True(key.VerifyData(signed, signature, new HashAlgorithmName($"SHA{algorithm[2..]}"), DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Fact]
    public void Token_is_signed_with_Ed25519()
    {
        byte[] der = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. Base64Url.DecodeFromChars(EdPrivate)];

        var (_, _, signed, signature) = Split(JsonWebToken.Sign("EdDSA", PemEncoding.WriteString("PRIVATE KEY", der), keyId: null, static _ => { }));

        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(Base64Url.DecodeFromChars(EdPublic)));
        verifier.BlockUpdate(signed, 0, signed.Length);
        Assert.True(verifier.VerifySignature(signature));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES384")]
    [InlineData("EdDSA")]
    [InlineData("HS256")]
    [InlineData("none")]
    public void Key_of_another_kind_or_unknown_algorithm_is_rejected_without_secrets(string algorithm)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = key.ExportPkcs8PrivateKeyPem();

        foreach (var secret in (string[])[text, text[..100], "s3cret", "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
        {
            var failure = Assert.Throws<InvalidDataException>(() => JsonWebToken.Sign(algorithm, secret, keyId: null, static _ => { }));
            Assert.True(secret.Length == 0 || !failure.ToString().Contains(secret, StringComparison.Ordinal));
        }
    }

    private static (JsonElement Header, JsonElement Claims, byte[] Signed, byte[] Signature) Split(string token)
    {
        var parts = token.Split('.');
        return (Parse(parts[0]), Parse(parts[1]), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));

        static JsonElement Parse(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
    }
}
#endif
