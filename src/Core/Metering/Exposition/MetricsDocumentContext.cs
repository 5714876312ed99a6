using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zot.Metering.Exposition;

/// <summary>Source-generated serialization of the document.</summary>
[JsonSerializable(typeof(MetricsDocument))]
internal sealed partial class MetricsDocumentContext : JsonSerializerContext
{
    /// <summary>Leaves the plus of <c>+Inf</c> unescaped: the output is not embedded in HTML.</summary>
    internal static MetricsDocumentContext Plain { get; } =
        new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
