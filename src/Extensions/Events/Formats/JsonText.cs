#if EXT_EVENTS
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zot.Extensions.Events.Formats;

/// <summary>Provides the JSON conventions of events.</summary>
internal static class JsonText
{
    /// <summary>
    /// The writer options, which do not escape non-ASCII text, since the output is never embedded in HTML.
    /// </summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Formats a time according to RFC 3339 in UTC, without trailing zeros in the fraction.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
#endif
