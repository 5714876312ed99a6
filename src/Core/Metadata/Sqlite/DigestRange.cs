using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>The digests that begin with a text, as ranges of the keys in the index.</summary>
internal sealed class DigestRange
{
    private readonly IReadOnlyList<DigestAlgorithm> _algorithms;
    private readonly string _hex;

    private DigestRange(IReadOnlyList<DigestAlgorithm> algorithms, string hex) =>
        (_algorithms, _hex) = (algorithms, hex);

    /// <summary>Reads the beginning of a digest, with or without its algorithm.</summary>
    internal static DigestRange Of(string prefix)
    {
        var lower = prefix.ToLowerInvariant();
        var colon = lower.IndexOf(':', StringComparison.Ordinal);
        var hex = lower[(colon + 1)..];
        var algorithms = colon < 0
            ? DigestAlgorithm.All
            : [.. DigestAlgorithm.All.Where(algorithm => algorithm.Name == lower[..colon])];
        return hex.Any(static digit => !char.IsAsciiHexDigit(digit)) ? new([], "") : new(algorithms, hex);
    }

    /// <summary>Returns the condition on the text <c>manifest</c>.</summary>
    internal string OfManifests(QueryConditions conditions) => Any(_algorithms.Select(algorithm =>
    {
        var first = conditions.Value($"{algorithm.Name}:{_hex}");

        // 'g' follows the last hexadecimal digit.
        return $"manifest BETWEEN {first} AND {conditions.Value($"{algorithm.Name}:{_hex}g")}";
    }));

    /// <summary>Returns the condition on the hash <c>blob</c>.</summary>
    internal string OfBlobs(QueryConditions conditions) => Any(_algorithms
        .Where(algorithm => _hex.Length <= algorithm.HexLength)
        .Select(algorithm =>
        {
            var first = Convert.FromHexString(_hex.PadRight(algorithm.HexLength, '0'));
            var last = Convert.FromHexString(_hex.PadRight(algorithm.HexLength, 'f'));
            return $"blob BETWEEN {conditions.Value(first)} AND {conditions.Value(last)} AND "
                + $"length(blob) = {first.Length}";
        }));

    private static string Any(IEnumerable<string> ranges) =>
        string.Join(" OR ", ranges.Select(static range => $"({range})")) is { Length: > 0 } any ? any : "0";
}
