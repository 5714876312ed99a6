using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Zot.Auth;

/// <summary>Signs with Ed25519, which the framework does not have (RFC 8032).</summary>
public static class Ed25519
{
    private const string Label = "PRIVATE KEY";

    /// <summary>Signs content.</summary>
    /// <param name="privateKey">The private key: PKCS #8 in PEM.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="CryptographicException">The text is not such a key.</exception>
    public static byte[] Sign(string privateKey, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, Read(privateKey));
        signer.BlockUpdate(content, 0, content.Length);
        return signer.GenerateSignature();
    }

    private static Ed25519PrivateKeyParameters Read(string privateKey)
    {
        if (!PemEncoding.TryFind(privateKey, out var fields) || privateKey[fields.Label] != Label)
        {
            throw new CryptographicException($"the key must be in PEM, with the label {Label}");
        }

        try
        {
            return PrivateKeyFactory.CreateKey(
                Convert.FromBase64String(privateKey[fields.Base64Data])) as Ed25519PrivateKeyParameters
                ?? throw new CryptographicException("the key is not one of Ed25519");
        }
        catch (Exception cause) when (cause is IOException or ArgumentException or FormatException
            or SecurityUtilityException or InvalidCastException)
        {
            throw new CryptographicException("the key is malformed", cause);
        }
    }
}
