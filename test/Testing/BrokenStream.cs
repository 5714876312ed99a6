namespace Zot.Testing;

/// <summary>A request body that ends with a broken connection.</summary>
public sealed class BrokenStream(byte[] content) : MemoryStream(content)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is > 0 and var read
            ? read
            : throw new IOException("the client disconnected");
}
