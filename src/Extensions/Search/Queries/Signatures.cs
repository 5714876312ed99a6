#if EXT_SEARCH
using System.Text;
using System.Text.Json;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Queries;

/// <summary>Reads the signers of signatures.</summary>
/// <remarks>
/// They are a fact of the kind <c>signature</c> about the manifest of a signature: a JSON array with an object for each
/// of its layers, in order, such as <c>[{"author":"alice","trusted":true}]</c>.
/// </remarks>
internal static class Signatures
{
    private const string Fact = "signature";

    /// <summary>Returns an entry for each layer of a signature, and at least one.</summary>
    public static IEnumerable<SignatureEntry> Of(SignatureRow signature)
    {
        var signers = signature.Facts.TryGetValue(Fact, out var json) ? Read(signature.Kind, json) : [];
        var count = Math.Max(1, signature.Manifest.Layers.Count);
        return Enumerable.Range(0, count)
            .Select(index =>
                index < signers.Count ? signers[index] : new SignatureEntry(signature.Kind, "", IsTrusted: false));
    }

    private static List<SignatureEntry> Read(string tool, string json)
    {
        using var document = LenientJson.Parse(Encoding.UTF8.GetBytes(json));
        return document.RootElement.ValueKind is JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(signer => Read(tool, signer))]
            : [];
    }

    private static SignatureEntry Read(string tool, JsonElement signer) => signer.ValueKind is JsonValueKind.Object
        ? new SignatureEntry(
            tool,
            signer.TryGetProperty("author", out var author)
                && author.ValueKind is JsonValueKind.String ? author.GetString()! : "",
            signer.TryGetProperty("trusted", out var trusted) && trusted.ValueKind is JsonValueKind.True)
        : new SignatureEntry(tool, "", IsTrusted: false);
}
#endif
