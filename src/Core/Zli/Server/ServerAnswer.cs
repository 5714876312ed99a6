using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Zot.Client.Commands;
using Zot.Registry;

namespace Zot.Zli.Server;

/// <summary>A response of a registry, read completely.</summary>
/// <param name="Address">The address of the request.</param>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers.</param>
/// <param name="ContentType">The media type; empty if it is missing.</param>
/// <param name="Body">The body; that of an error may be cut.</param>
internal sealed record ServerAnswer(
    Uri Address, HttpStatusCode Status, HttpResponseHeaders Headers, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Indicates whether the request succeeded: zot answers all requests of this program with 200.</summary>
    public bool IsOk => Status == HttpStatusCode.OK;

    /// <summary>The error message of a request that failed.</summary>
    public string Failure => TextTable.Clean(
        $"{Reason}: Expected: 200, Got: {(int)Status}, Body: '{Encoding.UTF8.GetString(Body.Span).Trim()}'");

    private string Reason => Status switch
    {
        HttpStatusCode.NotFound => "url not found",
        HttpStatusCode.Unauthorized => "unauthorized access. check credentials",
        _ => "the response doesn't contain the expected status code",
    };

    /// <summary>Returns the response of a request that succeeded.</summary>
    /// <exception cref="CommandException">The request failed.</exception>
    public ServerAnswer Expect() => IsOk ? this : throw new CommandException(Failure);

    /// <summary>Returns the first value of a header; <see langword="null"/> if it is missing.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>Parses the body.</summary>
    /// <exception cref="CommandException">The request failed, or the body is not JSON.</exception>
    public JsonElement Json()
    {
        try
        {
            return LenientJson.Parse(Expect().Body).RootElement;
        }
        catch (JsonException cause)
        {
            throw new CommandException(
                $"unexpected response from {Address.GetLeftPart(UriPartial.Path)}: not JSON", cause);
        }
    }
}
