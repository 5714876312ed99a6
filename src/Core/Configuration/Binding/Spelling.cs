namespace Zot.Configuration.Binding;

/// <summary>Suggests the key that was probably intended.</summary>
internal static class Spelling
{
    /// <summary>
    /// Returns the known key that differs by at most two letters; <see langword="null"/> if there is no such key.
    /// </summary>
    public static string? Nearest(string written, IEnumerable<string> known) => known
        .Where(key => Distance(written.ToLowerInvariant(), key.ToLowerInvariant()) <= Math.Min(2, written.Length / 2))
        .MinBy(key => Distance(written.ToLowerInvariant(), key.ToLowerInvariant()));

    // The Levenshtein distance, computed one row at a time.
    private static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var substitution = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[second.Length];
    }
}
