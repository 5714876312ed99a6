using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Zot.Sbom;

/// <summary>Formats the bills of materials in a directory: each binary with size, extensions and packages.</summary>
internal static class SizeTable
{
    /// <summary>Returns the table as text.</summary>
    public static string Of(string folder)
    {
        var text = new StringBuilder();
        string[] bills = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.cdx.json") : [];
        foreach (var file in bills.Order(StringComparer.Ordinal))
        {
            using var bill = JsonDocument.Parse(File.ReadAllBytes(file));
            var about = bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("properties").EnumerateArray()
                .ToDictionary(static it => it.GetProperty("name").GetString()!, static it => it.GetProperty("value").GetString()!, StringComparer.Ordinal);
            var size = long.Parse(about["zot:size"], CultureInfo.InvariantCulture) / 1e6;
            var packages = bill.RootElement.GetProperty("components").EnumerateArray()
                .Where(static it => it.GetProperty("type").GetString() == "library")
                .Select(static it => $"{it.GetProperty("name").GetString()} {it.GetProperty("version").GetString()}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{about["zot:file"],-28} {size,6:F1} MB  {about["zot:binary-type"].TrimStart('-')}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {string.Join(", ", packages)}");
        }

        return text.Length > 0 ? text.ToString() : $"no binaries in {folder}; run make binary binary-minimal\n";
    }
}
