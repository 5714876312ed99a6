using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Zot.Configuration;

namespace Zot.Auth.Sessions;

/// <summary>Makes files of sessions that nobody else can make, and, with a key for it, that nobody else can read.</summary>
/// <remarks>
/// <code>
/// 1 byte        1: the content follows; 2: a nonce of 12 bytes, a tag of 16, and the content by AES-GCM
/// …
/// 32 bytes      HMAC-SHA256 of the name of the session and all before
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

    /// <summary>A seal with the keys of the configuration.</summary>
    /// <param name="keys">The keys. Without one to sign with, one is made that ends with the process, and all sessions with it.</param>
    public SessionSeal(SessionKeysOptions? keys)
    {
        var key = keys?.HashKey is { Length: > 0 } hashKey ? Encoding.UTF8.GetBytes(hashKey) : RandomNumberGenerator.GetBytes(RandomKeyLength);
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

    /// <summary>The name of the session with a ticket: without the key it tells nothing of the ticket.</summary>
    internal string NameOf(byte[] ticket) => Convert.ToHexStringLower(HMACSHA256.HashData(_nameKey, ticket));

    /// <summary>The file of a session.</summary>
    internal byte[] Close(string name, byte[] content)
    {
        byte[] body = _encryptionKey is null ? [Plain, .. content] : [Encrypted, .. Encrypt(_encryptionKey, content)];
        return [.. body, .. Sign(name, body)];
    }

    /// <summary>What stands in the file of a session; <see langword="false"/> when nobody with our keys has written it for that session.</summary>
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

    // Null for what was encrypted with another key.
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
            aes.Decrypt(sealedContent[..NonceLength], sealedContent[(NonceLength + TagLength)..], sealedContent.Slice(NonceLength, TagLength), content);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
