using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zot.Metering;

/// <summary>How the document is written and read without reflection.</summary>
[JsonSerializable(typeof(MetricsDocument))]
internal sealed partial class MetricsDocumentContext : JsonSerializerContext
{
    /// <summary>Leaves the plus of <c>+Inf</c> as it is: no browser takes this for a page.</summary>
    internal static MetricsDocumentContext Plain { get; } =
        new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
