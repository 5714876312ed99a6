using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Scrub;

/// <summary>Reads content from the medium and verifies its digest.</summary>
/// <param name="driver">The medium.</param>
/// <param name="read">Called with the length of each piece read; may be <see langword="null"/>.</param>
internal sealed class BlobReader(IStorageDriver driver, Func<int, CancellationToken, ValueTask>? read = null)
{
    private const int BufferLength = LargeBuffers.MaxKeptLength;

    // One link is the repository's, one the pool's; with a third, another repository will read the same bytes.
    private const int SharedLinks = 3;

    private readonly HashSet<(ulong Identity, Digest Digest)> _whole = [];

    /// <summary>
    /// Returns whether content matches its digest; <see langword="null"/> if it is missing. Content that repositories
    /// share is read once.
    /// </summary>
    internal async ValueTask<bool?> IsWholeAsync(StorageKey key, Digest digest, CancellationToken cancellationToken)
    {
        if (await driver.StatAsync(key, cancellationToken) is not { Identity: not 0, LinkCount: >= SharedLinks } shared)
        {
            return await CopyAsync(key, digest, copy: null, cancellationToken);
        }

        if (_whole.Contains((shared.Identity, digest)))
        {
            return true;
        }

        var isWhole = await CopyAsync(key, digest, copy: null, cancellationToken);
        if (isWhole == true)
        {
            _whole.Add((shared.Identity, digest));
        }

        return isWhole;
    }

    /// <summary>Verifies content, and appends it to a copy, if given, as it is read.</summary>
    internal async ValueTask<bool?> CopyAsync(
        StorageKey key, Digest digest, StagedContent? copy, CancellationToken cancellationToken)
    {
        await using var content = await driver.OpenAsync(key, cancellationToken);
        if (content is null)
        {
            return null;
        }

        using var hash = digest.Algorithm.CreateHash();
        var buffer = LargeBuffers.Pool.Rent(BufferLength);
        try
        {
            long offset = 0;
            while (await content.ReadAsync(
                offset, buffer.AsMemory(0, BufferLength), cancellationToken) is > 0 and var count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, count));
                if (copy is not null)
                {
                    await copy.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
                }

                if (read is not null)
                {
                    await read(count, cancellationToken);
                }

                offset += count;
            }
        }
        finally
        {
            LargeBuffers.Pool.Return(buffer);
        }

        return Digest.FromHash(digest.Algorithm, hash.GetHashAndReset()) == digest;
    }
}
