using System.Globalization;

namespace Zot.Metering;

/// <summary>The values of labels that say what was asked and answered: few, whatever clients send.</summary>
internal static class HttpLabels
{
    /// <summary>Stands for every method that is not one of HTTP's own, as in OpenTelemetry's semantic conventions.</summary>
    internal const string OtherMethod = "_OTHER";

    private const int FirstStatus = 100;
    private const int LastStatus = 599;

    private static readonly string[] Statuses =
        [.. Enumerable.Range(FirstStatus, LastStatus - FirstStatus + 1).Select(static status => status.ToString(CultureInfo.InvariantCulture))];

    internal static string Method(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "CONNECT" or "TRACE" => method,
        _ => OtherMethod,
    };

    internal static string Status(int status) => status is >= FirstStatus and <= LastStatus ? Statuses[status - FirstStatus] : "0";
}
