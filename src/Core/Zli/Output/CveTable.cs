using System.Globalization;
using System.Text;
using Zot.Client.Commands;

namespace Zot.Zli.Output;

/// <summary>The table of vulnerabilities, or their descriptions.</summary>
internal static class CveTable
{
    private const int IdWidth = 16;
    private const int SeverityWidth = 8;
    private const int TitleWidth = 48;
    private const int PackageWidth = 35;
    private const int PathWidth = 30;
    private const int VersionWidth = 20;

    private static readonly string[] Severities = ["critical", "high", "medium", "low", "unknown"];

    /// <summary>
    /// Returns the counts and the table; with <paramref name="isVerbose"/>, descriptions in place of the table.
    /// </summary>
    public static string Format(Entry list, bool isVerbose) =>
        Counts(list.Object("Summary")) + (isVerbose ? Paragraphs(list.List("CVEList")) : Table(list.List("CVEList")));

    private static string Counts(Entry summary)
    {
        var counts = Severities
            .Select(severity => (Name: severity.ToUpperInvariant(), Count: summary.Number($"{severity}Count")))
            .Append((Name: "TOTAL", Count: summary.Number("count")))
            .Select(static line => string.Create(CultureInfo.InvariantCulture, $"{line.Name} {line.Count}"));
        return string.Join(", ", counts) + "\n\n";
    }

    private static string Table(IReadOnlyList<Entry> cves)
    {
        var table =
            new FixedTable(IdWidth, SeverityWidth, TitleWidth, PackageWidth, PathWidth, VersionWidth, VersionWidth);
        table.Add("ID", "SEVERITY", "TITLE", "VULNERABLE PACKAGE", "PATH", "INSTALL-VER", "FIXED-VER");
        foreach (var cve in cves)
        {
            table.Add(
                FixedTable.Cut(cve.Text("Id"), IdWidth),
                FixedTable.Cut(cve.Text("Severity"), SeverityWidth),
                FixedTable.Cut(cve.Text("Title"), TitleWidth));
            foreach (var package in cve.List("PackageList"))
            {
                var path = FixedTable.Cut(package.Text("PackagePath"), PathWidth);
                table.Add(
                    "",
                    "",
                    "",
                    FixedTable.Cut(package.Text("Name"), PackageWidth),
                    path.Length > 0 ? path : "-",
                    FixedTable.Cut(package.Text("InstalledVersion"), VersionWidth),
                    FixedTable.Cut(package.Text("FixedVersion"), VersionWidth));
            }
        }

        return table.ToString();
    }

    private static string Paragraphs(IReadOnlyList<Entry> cves)
    {
        var text = new StringBuilder();
        foreach (var cve in cves)
        {
            var description = Lines(cve.Text("Description").Trim());
            text.Append(CultureInfo.InvariantCulture, $"{TextTable.Clean(cve.Text("Id"))}\n")
                .Append(CultureInfo.InvariantCulture, $"Severity: {TextTable.Clean(cve.Text("Severity"))}\n")
                .Append(CultureInfo.InvariantCulture, $"Title: {TextTable.Clean(cve.Text("Title"))}\n")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"Description:\n{(description.Length > 0 ? description : "Not Specified")}\n\n")
                .Append("Vulnerable Packages:\n");
            foreach (var package in cve.List("PackageList"))
            {
                text.Append(CultureInfo.InvariantCulture, $" Package Name: {TextTable.Clean(package.Text("Name"))}\n")
                    .Append(
                        CultureInfo.InvariantCulture,
                        $" Package Path: {TextTable.Clean(package.Text("PackagePath"))}\n")
                    .Append(
                        CultureInfo.InvariantCulture,
                        $" Installed Version: {TextTable.Clean(package.Text("InstalledVersion"))}\n")
                    .Append(
                        CultureInfo.InvariantCulture,
                        $" Fixed Version: {TextTable.Clean(package.Text("FixedVersion"))}\n\n");
            }

            text.Append(cve.List("PackageList").Count > 0 ? "\n" : "No Vulnerable Packages\n\n\n");
        }

        return text.ToString();
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(TextTable.Clean));
}
