#if EXT_EVENTS
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zot.Extensions.Events;

/// <summary>How events are written as JSON.</summary>
internal static class JsonText
{
    /// <summary>Text as it is: what is not ASCII needs no escape in a body that is no HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>RFC 3339 in UTC, with as many digits as there are.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
#endif
