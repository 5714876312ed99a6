using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Zot.Auth.Htpasswd;

/// <summary>
/// The cache key of verified credentials: a keyed hash of the name, the password and the hash in the file. Its key
/// never leaves the process, so the password cannot be recovered from it, and it is useless elsewhere.
/// </summary>
internal readonly record struct CredentialKey(UInt128 High, UInt128 Low)
{
    private const int StackLimit = 512;

    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    public static CredentialKey Of(string name, string password, string hash)
    {
        // Each part is preceded by its length, so that different triples have different encodings.
        var longest = (3 * sizeof(int)) + Encoding.UTF8.GetMaxByteCount(name.Length + password.Length + hash.Length);
        var rented = longest > StackLimit ? ArrayPool<byte>.Shared.Rent(longest) : null;
        var buffer = rented ?? stackalloc byte[StackLimit];
        try
        {
            var end = Append(name, buffer, 0);
            end = Append(password, buffer, end);
            end = Append(hash, buffer, end);

            Span<UInt128> mac = stackalloc UInt128[2];
            HMACSHA256.HashData(ProcessKey, buffer[..end], MemoryMarshal.AsBytes(mac));
            return new CredentialKey(mac[0], mac[1]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static int Append(string part, Span<byte> buffer, int start)
    {
        var length = Encoding.UTF8.GetBytes(part, buffer[(start + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[start..], length);
        return start + sizeof(int) + length;
    }
}
