#if EXT_SYNC
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;
using Zot.Registry;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>
/// The file with credentials by host, shared by all upstream registries. It is read again at each refresh, as its owner
/// may replace it at any time.
/// </summary>
/// <param name="path">The file; <see langword="null"/> or empty for none.</param>
/// <param name="logger">The log.</param>
internal sealed partial class CredentialsFile(string? path, ILogger logger)
{
    // Some thousand hosts; the file is read as a whole.
    private const int MaxLength = 1024 * 1024;

    private static readonly Dictionary<string, RemoteCredentials> Empty = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private Dictionary<string, RemoteCredentials> _byHost = Empty;
    private byte[]? _content;
    private string? _reported;

    /// <summary>Returns the credentials for a registry.</summary>
    /// <param name="hosts">The spellings of its host and port; the first that the file contains applies.</param>
    public IUpstreamCredentials For(IReadOnlyList<string> hosts)
    {
        Refresh();
        return new FileCredentials(this, hosts);
    }

    /// <summary>Finds the credentials for a host; <see langword="null"/> if there are none.</summary>
    internal RemoteCredentials? Find(IReadOnlyList<string> hosts)
    {
        lock (_gate)
        {
            return hosts.Select(host => _byHost.GetValueOrDefault(host)).OfType<RemoteCredentials>().FirstOrDefault();
        }
    }

    /// <summary>
    /// Reads the file if it has changed. If it is invalid, requests are anonymous until it is valid again.
    /// </summary>
    internal void Refresh()
    {
        if (path is not { Length: > 0 })
        {
            return;
        }

        lock (_gate)
        {
            try
            {
                Read(BoundedFile.Read(path, MaxLength));
                _reported = null;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException
                or JsonException or ArgumentException)
            {
                (_byHost, _content) = (Empty, null);
                Report(cause);
            }
        }
    }

    // Once for each failure: a refresh precedes each image.
    private void Report(Exception cause)
    {
        if (_reported != cause.Message)
        {
            _reported = cause.Message;
            LogInvalid(path!, cause.Message);
        }
    }

    private void Read(byte[] content)
    {
        if (_content is not null && content.AsSpan().SequenceEqual(_content))
        {
            return;
        }

        using var document = LenientJson.Parse(content);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("the content must be an object");
        }

        var byHost = new Dictionary<string, RemoteCredentials>(StringComparer.Ordinal);
        foreach (var entry in document.RootElement.EnumerateObject())
        {
            byHost[entry.Name] = Parse(entry.Name, entry.Value);
        }

        (_byHost, _content) = (byHost, content);
    }

    private static RemoteCredentials Parse(string host, JsonElement entry)
    {
        var (user, password) = (JsonTexts.Find(entry, "username"), JsonTexts.Find(entry, "password"));
        var token = JsonTexts.Find(entry, "token");
        try
        {
            return (user, password, token) switch
            {
                (null, null, { } text) => RemoteCredentials.ForToken(text),
                ({ } name, { } secret, null) => RemoteCredentials.ForUser(name, secret),
                _ => throw new InvalidDataException($"'{host}' must have username and password, or token"),
            };
        }
        catch (ArgumentException cause)
        {
            throw new InvalidDataException($"'{host}' is invalid: {cause.Message}", cause);
        }
    }

    [LoggerMessage(9081, LogLevel.Error,
        "failed to read the credentials file, requests to upstream registries are anonymous: {Path} {Reason}")]
    private partial void LogInvalid(string path, string reason);
}
#endif
