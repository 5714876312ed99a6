using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zot.Http;

/// <summary>How answers are written in JSON.</summary>
internal static class JsonAnswer
{
    /// <summary>Only what JSON itself demands is escaped: these bytes are not put into a page.</summary>
    public static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
