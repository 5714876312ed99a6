using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Zot.Configuration.Http;

namespace Zot.Auth.Sessions;

/// <summary>Signs session files and, if an encryption key is configured, encrypts them.</summary>
/// <remarks>
/// <code>
/// 1 byte        1: the content follows; 2: a nonce of 12 bytes, a tag of 16, and the content by AES-GCM
/// …
/// 32 bytes      HMAC-SHA256 of the name of the session and all preceding bytes
/// </code>
/// </remarks>
public sealed class SessionSeal
{
    private const byte Plain = 1;
    private const byte Encrypted = 2;
    private const int RandomKeyLength = 64;

    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    private readonly byte[] _nameKey;
    private readonly byte[] _fileKey;
    private readonly byte[]? _encryptionKey;

    /// <summary>Creates a seal with the keys of the configuration.</summary>
    /// <param name="keys">
    /// The keys. Without a signing key, a random key is generated, so that all sessions end with the process.
    /// </param>
    public SessionSeal(SessionKeysOptions? keys)
    {
        var key = keys?.HashKey is { Length: > 0 } hashKey
            ? Encoding.UTF8.GetBytes(hashKey)
            : RandomNumberGenerator.GetBytes(RandomKeyLength);
        _nameKey = KeyFor("session name"u8);
        _fileKey = KeyFor("session file"u8);
        _encryptionKey = keys?.EncryptKey is { Length: > 0 } encryptKey ? Encoding.UTF8.GetBytes(encryptKey) : null;

        byte[] KeyFor(ReadOnlySpan<byte> purpose)
        {
            var derived = new byte[HMACSHA256.HashSizeInBytes];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: [], purpose);
            return derived;
        }
    }

    /// <summary>
    /// Returns the name of the session of a ticket. Without the key, it reveals nothing about the ticket.
    /// </summary>
    internal string NameOf(byte[] ticket) => Convert.ToHexStringLower(HMACSHA256.HashData(_nameKey, ticket));

    /// <summary>Signs and encrypts the content of a session file.</summary>
    internal byte[] Close(string name, byte[] content)
    {
        byte[] body = _encryptionKey is null ? [Plain, .. content] : [Encrypted, .. Encrypt(_encryptionKey, content)];
        return [.. body, .. Sign(name, body)];
    }

    /// <summary>
    /// Verifies and decrypts a session file; <see langword="false"/> if it was not written with these keys for this
    /// session name.
    /// </summary>
    internal bool TryOpen(string name, byte[] file, [NotNullWhen(true)] out byte[]? content)
    {
        content = null;
        var end = file.Length - HMACSHA256.HashSizeInBytes;
        if (end < 1 || !CryptographicOperations.FixedTimeEquals(Sign(name, file[..end]), file.AsSpan(end)))
        {
            return false;
        }

        content = (file[0], _encryptionKey) switch
        {
            (Plain, null) => file[1..end],
            (Encrypted, { } key) => Decrypt(key, file.AsSpan(1..end)),
            _ => null,
        };
        return content is not null;
    }

    private byte[] Sign(string name, byte[] body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _fileKey);
        hmac.AppendData(Encoding.ASCII.GetBytes(name));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    private static byte[] Encrypt(byte[] key, byte[] content)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var tag = new byte[TagLength];
        var hidden = new byte[content.Length];
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, content, hidden, tag);
        return [.. nonce, .. tag, .. hidden];
    }

    // Returns null if the content was encrypted with another key.
    private static byte[]? Decrypt(byte[] key, ReadOnlySpan<byte> sealedContent)
    {
        if (sealedContent.Length < NonceLength + TagLength)
        {
            return null;
        }

        var content = new byte[sealedContent.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(
                sealedContent[..NonceLength],
                sealedContent[(NonceLength + TagLength)..],
                sealedContent.Slice(NonceLength, TagLength),
                content);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
