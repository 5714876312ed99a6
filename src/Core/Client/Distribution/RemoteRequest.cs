using System.Net;
using System.Net.Http.Headers;
using Zot.Client.Retries;

namespace Zot.Client.Distribution;

/// <summary>A request to a registry.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with the query.</param>
/// <param name="Rights">The rights that it needs, in the syntax of token services.</param>
/// <param name="Expected">The statuses that the caller handles; any other is an exception.</param>
internal sealed record RemoteRequest(HttpMethod Method, string Path, string Rights, params HttpStatusCode[] Expected)
{
    /// <summary>The body.</summary>
    public HttpContent? Content { get; init; }

    /// <summary>The accepted media types.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>The offset of the first byte to read.</summary>
    public long Offset { get; init; }

    /// <summary>Indicates whether the request may be sent again after a failure, although it is not a read.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Creates the message.</summary>
    public HttpRequestMessage CreateMessage(RemoteOptions options)
    {
        var message =
            new HttpRequestMessage(Method, new Uri(options.Url, PathIn(options.Namespace))) { Content = Content };
        if (options.UsesHttp2)
        {
            message.Version = HttpVersion.Version20; // or lower: the default policy
        }

        message.Options.Set(AuthenticationHandler.Rights, Rights);
        message.Options.Set(RetryHandler.Repeatable, IsRepeatable);
        message.Headers.UserAgent.TryParseAdd(options.UserAgent);
        foreach (var (name, value) in options.Headers())
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var type in Accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        }

        if (Offset > 0)
        {
            message.Headers.Range = new RangeHeaderValue(Offset, to: null);
        }

        if (Content is UploadBody)
        {
            // A request that is rejected, or must be authenticated first, costs no byte of the source.
            message.Headers.ExpectContinue = true;
        }

        return message;
    }

    // The address of a next page may already contain the parameter.
    private string PathIn(string? mirrored)
    {
        var query = Path.Split('?', 2) is [_, var given] ? given : null;
        return mirrored is null
            || query?.Split('&').Any(static one => one.StartsWith("ns=", StringComparison.Ordinal)) == true
            ? Path
            : $"{Path}{(query is null ? '?' : '&')}ns={Uri.EscapeDataString(mirrored)}";
    }
}
