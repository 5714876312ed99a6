using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Zot.Auth;

/// <summary>A private key that signs by Ed25519, RFC 8032.</summary>
public sealed class Ed25519Key
{
    /// <summary>The length of a seed, in bytes.</summary>
    public const int SeedLength = 32;

    private readonly Ed25519PrivateKeyParameters _key;

    /// <summary>Makes the key of a seed.</summary>
    /// <param name="seed">The <see cref="SeedLength"/> secret bytes.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public Ed25519Key(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
        {
            throw new ArgumentException($"the seed has {seed.Length} bytes, not {SeedLength}", nameof(seed));
        }

        _key = new Ed25519PrivateKeyParameters(seed.ToArray(), 0);
    }

    /// <summary>The public key: 32 bytes.</summary>
    public byte[] PublicKey => _key.GeneratePublicKey().GetEncoded();

    /// <summary>Signs.</summary>
    /// <returns>The signature: 64 bytes.</returns>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _key);
        signer.BlockUpdate(message.ToArray(), 0, message.Length);
        return signer.GenerateSignature();
    }
}
