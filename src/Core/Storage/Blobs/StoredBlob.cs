using Microsoft.Win32.SafeHandles;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Blobs;

/// <summary>A blob in storage.</summary>
internal sealed class StoredBlob(Descriptor descriptor, StoredContent content) : BlobContent(descriptor)
{
    public override SafeFileHandle? File => content.File;

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        content.ReadAsync(offset, buffer, cancellationToken);

    public override ValueTask DisposeAsync() => content.DisposeAsync();
}
