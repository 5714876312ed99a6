using System.Globalization;

namespace Zot.Metering;

/// <summary>The label values of HTTP requests and responses: a bounded set, regardless of what clients send.</summary>
internal static class HttpLabels
{
    /// <summary>
    /// The label for methods that are not standard HTTP methods, as in OpenTelemetry's semantic conventions.
    /// </summary>
    internal const string OtherMethod = "_OTHER";

    private const int FirstStatus = 100;
    private const int LastStatus = 599;

    private static readonly string[] Statuses =
        [.. Enumerable.Range(FirstStatus, LastStatus - FirstStatus + 1)
            .Select(static status => status.ToString(CultureInfo.InvariantCulture))];

    internal static string Method(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "CONNECT" or "TRACE" => method,
        _ => OtherMethod,
    };

    internal static string Status(int status) =>
        status is >= FirstStatus and <= LastStatus ? Statuses[status - FirstStatus] : "0";
}
