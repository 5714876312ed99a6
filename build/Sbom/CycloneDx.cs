using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zot.Sbom;

/// <summary>Writes an inventory as a bill of materials: CycloneDX 1.6, JSON.</summary>
/// <remarks>The output is reproducible: no timestamp, and a serial number from the hash of the program.</remarks>
internal static class CycloneDx
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the bill of materials.</summary>
    /// <param name="inventory">The content of the program.</param>
    /// <param name="packages">The source of licenses and missing hashes.</param>
    public static byte[] Write(Inventory inventory, PackageFolder packages)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Format))
        {
            var hash = SHA512.HashData(File.ReadAllBytes(inventory.Binary));
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteString("serialNumber", $"urn:uuid:{new Guid(hash.AsSpan(0, 16))}");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            WriteProduct(json, inventory, hash);
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var library in Components(inventory))
            {
                WriteLibrary(json, library, packages);
            }

            json.WriteEndArray();
            WriteDependencies(json, inventory);
            json.WriteEndObject();
        }

        return [.. body.WrittenSpan, (byte)'\n'];
    }

    private static IEnumerable<Library> Components(Inventory inventory) =>
        inventory.Libraries.Where(static library => library.Kind != LibraryKind.Own);

    private static void WriteProduct(Utf8JsonWriter json, Inventory inventory, byte[] hash)
    {
        json.WriteStartObject("component");
        json.WriteString("type", "application");
        json.WriteString("bom-ref", PurlOf(inventory.About));
        json.WriteString("name", "zot.net");
        json.WriteString("version", inventory.About.Version);
        WriteHash(json, hash);
        WriteLicence(json, new Licence("Apache-2.0", null));
        json.WriteString("purl", PurlOf(inventory.About));
        json.WriteStartArray("properties");
        WriteProperty(json, "zot:file", Path.GetFileName(inventory.Binary));
        WriteProperty(json, "zot:size", inventory.Size.ToString(CultureInfo.InvariantCulture));
        WriteProperty(json, "zot:commit", inventory.About.Commit);
        WriteProperty(json, "zot:binary-type", inventory.About.Flavour);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLibrary(Utf8JsonWriter json, Library library, PackageFolder packages)
    {
        json.WriteStartObject();
        json.WriteString("type", library.Kind == LibraryKind.Runtime ? "platform" : "library");
        json.WriteString("bom-ref", PurlOf(library));
        json.WriteString("name", library.Name);
        json.WriteString("version", library.Version);
        if ((library.Sha512 ?? packages.HashOf(library)) is { } hash)
        {
            WriteHash(json, Convert.FromBase64String(hash));
        }

        if (packages.LicenceOf(library) is { } licence)
        {
            WriteLicence(json, licence);
        }

        json.WriteString("purl", PurlOf(library));
        json.WriteEndObject();
    }

    // The project's own libraries are parts of the product, which therefore has their dependencies.
    private static void WriteDependencies(Utf8JsonWriter json, Inventory inventory)
    {
        var known = Components(inventory).ToDictionary(static library => library.Name, StringComparer.OrdinalIgnoreCase);
        var direct = inventory.Libraries.Where(static library => library.Kind == LibraryKind.Own).SelectMany(static library => library.Dependencies);
        json.WriteStartArray("dependencies");
        WriteUses(json, PurlOf(inventory.About), direct);
        foreach (var library in Components(inventory))
        {
            WriteUses(json, PurlOf(library), library.Dependencies);
        }

        json.WriteEndArray();

        void WriteUses(Utf8JsonWriter json, string user, IEnumerable<string> used)
        {
            json.WriteStartObject();
            json.WriteString("ref", user);
            json.WriteStartArray("dependsOn");
            foreach (var name in used.Distinct(StringComparer.OrdinalIgnoreCase).Where(known.ContainsKey).Order(StringComparer.OrdinalIgnoreCase))
            {
                json.WriteStringValue(PurlOf(known[name]));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteHash(Utf8JsonWriter json, byte[] sha512)
    {
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", "SHA-512");
        json.WriteString("content", Convert.ToHexStringLower(sha512));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteLicence(Utf8JsonWriter json, Licence licence)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        if (licence.Expression is { } expression)
        {
            json.WriteString("expression", expression);
        }
        else
        {
            json.WriteStartObject("license");
            json.WriteString("name", licence.Url);
            json.WriteString("url", licence.Url);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static string PurlOf(ProgramFacts about) => $"pkg:generic/zot.net@{about.Version}";

    private static string PurlOf(Library library) => $"pkg:nuget/{library.Name}@{library.Version}";
}
