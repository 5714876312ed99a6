using System.Globalization;

namespace Zot.Zli.Output;

/// <summary>The table of repositories that a search found.</summary>
/// <param name="isVerbose">Indicates whether the table has platforms.</param>
internal sealed class RepositoryTable(bool isVerbose)
{
    private const int NumberWidth = 10;

    /// <summary>Returns the table; empty without repositories.</summary>
    public string Format(IReadOnlyList<Entry> repositories)
    {
        if (repositories.Count == 0)
        {
            return "";
        }

        var table = new FixedTable(0, NumberWidth, 0, NumberWidth, NumberWidth, isVerbose ? 16 : 0);
        table.Add("NAME", "SIZE", "LAST UPDATED", "DOWNLOADS", "STARS", isVerbose ? "PLATFORMS" : "");
        foreach (var repository in repositories)
        {
            Add(table, repository);
        }

        return table.ToString();
    }

    private void Add(FixedTable table, Entry repository)
    {
        string[] platforms = isVerbose ? [.. repository.List("platforms").Select(ImageTable.PlatformOf)] : [];
        table.Add(
            repository.Text("name"),
            ByteSize.FormatText(repository.Text("size")),
            TimeText(repository.Text("lastUpdated")),
            repository.Number("downloadCount").ToString(CultureInfo.InvariantCulture),
            repository.Number("starCount").ToString(CultureInfo.InvariantCulture),
            platforms.FirstOrDefault(""));
        foreach (var platform in platforms.Skip(1))
        {
            table.Add("", "", "", "", "", platform);
        }
    }

    // zot's form: 2010-01-01 01:01:01 +0000 UTC.
    private static string TimeText(string time)
    {
        var parsed = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var zone = parsed.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        var name = parsed.Offset == TimeSpan.Zero ? "UTC" : zone;
        return $"{parsed.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)} {zone} {name}";
    }
}
