using System.Net;

namespace Zot.Client.Distribution;

/// <summary>
/// The body of a response, which is counted, limited in bandwidth, and releases the slot of its request.
/// </summary>
internal sealed class MeteredContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly RequestSlot _slot;
    private readonly RemoteUsage _usage;
    private readonly Bandwidth? _bandwidth;

    /// <summary>Creates a body.</summary>
    /// <param name="inner">The body; disposed with this one.</param>
    /// <param name="slot">The slot, released at the end of the body or when it is disposed.</param>
    /// <param name="usage">Counts the bytes.</param>
    /// <param name="bandwidth">The limit; <see langword="null"/> for none.</param>
    public MeteredContent(HttpContent inner, RequestSlot slot, RemoteUsage usage, Bandwidth? bandwidth)
    {
        (_inner, _slot, _usage, _bandwidth) = (inner, slot, usage, bandwidth);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() =>
        CreateContentReadStreamAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new MeteredStream(
            await _inner.ReadAsStreamAsync(cancellationToken), Headers.ContentLength, _slot, _usage, _bandwidth);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var body = await CreateContentReadStreamAsync();
        await body.CopyToAsync(stream);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false; // the header, if the response has it
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _slot.Dispose();
        }

        base.Dispose(disposing);
    }
}
