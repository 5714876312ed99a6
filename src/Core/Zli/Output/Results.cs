namespace Zot.Zli.Output;

/// <summary>Writes results in the requested format.</summary>
/// <param name="output">The writer.</param>
/// <param name="format">The format.</param>
/// <param name="isVerbose">Indicates whether tables have details.</param>
internal sealed class Results(TextWriter output, OutputFormat format, bool isVerbose)
{
    /// <summary>Writes images.</summary>
    public Task WriteImagesAsync(IReadOnlyList<Entry> images) =>
        WriteEachAsync(images, new ImageTable(isVerbose).Format);

    /// <summary>Writes repositories that a search found.</summary>
    public Task WriteRepositoriesAsync(IReadOnlyList<Entry> repositories) =>
        WriteEachAsync(repositories, new RepositoryTable(isVerbose).Format);

    /// <summary>Writes referrers: one list.</summary>
    public Task WriteReferrersAsync(IReadOnlyList<Entry> referrers) => output.WriteAsync(format switch
    {
        OutputFormat.Json => JsonOutput.Line(referrers) + "\n",
        OutputFormat.Yaml => YamlOutput.Document(referrers),
        _ => ReferrerTable.Format(referrers),
    });

    /// <summary>Writes the vulnerabilities of an image.</summary>
    /// <param name="list">The vulnerabilities.</param>
    /// <param name="heading">A line before the table; <see langword="null"/> for none.</param>
    public Task WriteCvesAsync(Entry list, string? heading = null) => output.WriteAsync(format switch
    {
        OutputFormat.Json => JsonOutput.Line(list) + "\n",
        OutputFormat.Yaml => YamlOutput.Document(list),
        _ => CvesText(list, heading),
    });

    private string CvesText(Entry list, string? heading) =>
        (heading is null ? "" : heading + "\n\n")
        + (list.List("CVEList").Count == 0 ? "No CVEs found for image\n" : CveTable.Format(list, isVerbose));

    private async Task WriteEachAsync(IReadOnlyList<Entry> entries, Func<IReadOnlyList<Entry>, string> table)
    {
        if (format == OutputFormat.Text)
        {
            await output.WriteAsync(table(entries));
            return;
        }

        foreach (var entry in entries)
        {
            await output.WriteAsync(
                format == OutputFormat.Json ? JsonOutput.Line(entry) + "\n" : YamlOutput.Document(entry));
        }
    }
}
