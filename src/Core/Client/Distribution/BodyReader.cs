namespace Zot.Client.Distribution;

/// <summary>Reads bodies of responses that have a maximum length.</summary>
/// <param name="idleTimeout">The time limit between two pieces of a body.</param>
/// <param name="time">The clock.</param>
internal sealed class BodyReader(TimeSpan idleTimeout, TimeProvider time)
{
    private const int BufferLength = 16 * 1024;

    /// <summary>Opens the body of a response.</summary>
    public async Task<Stream> OpenAsync(HttpResponseMessage answer, CancellationToken stop) =>
        new IdleStream(await answer.Content.ReadAsStreamAsync(stop), idleTimeout, time);

    /// <summary>Reads a whole body.</summary>
    /// <returns>The body; <see langword="null"/> if it is longer than the limit.</returns>
    /// <exception cref="IOException">The connection was closed before the end.</exception>
    /// <exception cref="TimeoutException">The idle time limit expired.</exception>
    public async Task<byte[]?> ReadAsync(HttpResponseMessage answer, int limit, CancellationToken stop)
    {
        if (answer.Content.Headers.ContentLength > limit)
        {
            return null;
        }

        await using var body = await OpenAsync(answer, stop);
        using var content = new MemoryStream();
        var buffer = new byte[BufferLength];
        while (await body.ReadAsync(buffer, stop) is > 0 and var read)
        {
            if (content.Length + read > limit)
            {
                return null;
            }

            await content.WriteAsync(buffer.AsMemory(0, read), stop);
        }

        return content.ToArray();
    }
}
