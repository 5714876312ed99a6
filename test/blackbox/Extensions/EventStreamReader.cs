using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Zot.BlackBox.Extensions;

/// <summary>Reads the event stream as a client, until the registry or the test closes it.</summary>
internal sealed class EventStreamReader : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _text = new();
    private readonly Task _running;

    public EventStreamReader(Uri registry, string? authorization = null, long? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(registry, "/v2/_zot/ext/events/stream"));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", $"{lastEventId}");
        }

        _running = ReadAsync(request);
    }

    /// <summary>The text that was read.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The id and the tag of each complete message.</summary>
    public IReadOnlyList<(long Id, string? Tag)> Messages
    {
        get
        {
            var text = Text;
            var end = text.LastIndexOf("\n\n", StringComparison.Ordinal);
            return end < 0 ? [] : [.. text[..end].Split("\n\n").Where(static message => message.StartsWith("id: ", StringComparison.Ordinal)).Select(Parse)];
        }
    }

    /// <summary>Waits until a text was read.</summary>
    public Task SeesAsync(string text) => Eventually.TrueAsync(
        () => Task.FromResult(Text.Contains(text, StringComparison.Ordinal)), $"the stream has {text}, and not only {Text}", Limits.Process);

    /// <summary>Waits until the registry closes the stream.</summary>
    public Task EndsAsync(TimeSpan limit) => _running.WaitAsync(limit);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _http.Dispose();
        _stop.Dispose();
    }

    private static (long Id, string? Tag) Parse(string message)
    {
        var lines = message.Split('\n');
        var data = lines.Single(static line => line.StartsWith("data:", StringComparison.Ordinal))["data:".Length..];
        var isUpdate = lines.Contains("event: zotregistry.image.updated");
        return (
            long.Parse(lines[0]["id: ".Length..], CultureInfo.InvariantCulture),
            isUpdate ? JsonDocument.Parse(data).RootElement.GetProperty("data").GetProperty("reference").GetString() : null);
    }

    private async Task ReadAsync(HttpRequestMessage request)
    {
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            await using var stream = await answer.Content.ReadAsStreamAsync(_stop.Token);
            var buffer = new byte[65536];
            while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and var length)
            {
                lock (_text)
                {
                    _text.Append(Encoding.UTF8.GetString(buffer, 0, length));
                }
            }
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or OperationCanceledException)
        {
            // Closed by the registry or the test.
        }
        finally
        {
            request.Dispose();
        }
    }
}
