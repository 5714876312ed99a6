using System.Security.Cryptography;
using Zot.Storage.Drivers;

namespace Zot.Storage.Uploads;

/// <summary>Hashes stored content.</summary>
internal static class ContentHash
{
    private const int BufferLength = 256 * 1024;

    /// <returns>The number of bytes hashed.</returns>
    internal static async ValueTask<long> AppendAsync(
        IncrementalHash hash, StagedContent content, CancellationToken cancellationToken)
    {
        var buffer = LargeBuffers.Pool.Rent(BufferLength);
        try
        {
            long offset = 0;
            while (await content.ReadAsync(offset, buffer, cancellationToken) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, read));
                offset += read;
            }

            return offset;
        }
        finally
        {
            LargeBuffers.Pool.Return(buffer);
        }
    }
}
