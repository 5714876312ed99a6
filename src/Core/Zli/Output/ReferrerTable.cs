namespace Zot.Zli.Output;

/// <summary>The table of referrers. The heading is present without referrers, too.</summary>
internal static class ReferrerTable
{
    /// <summary>Returns the table.</summary>
    public static string Format(IReadOnlyList<Entry> referrers)
    {
        var table = new FixedTable(0, 10, 8);
        table.Add("ARTIFACT TYPE", "SIZE", "DIGEST");
        foreach (var referrer in referrers)
        {
            // Only in this table, zot separates number and unit.
            table.Add(
                referrer.Text("artifacttype"), ByteSize.Format(referrer.Number("size"), " "), referrer.Text("digest"));
        }

        return table.ToString();
    }
}
