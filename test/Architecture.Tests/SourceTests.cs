using System.Text.RegularExpressions;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>What the compiler does not check of the source.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void EventIds_AreUnique()
    {
        var twice = SourceTree.Files("src")
            .SelectMany(static file => file.Lines)
            .Select(static line => EventId().Match(line))
            .Where(static match => match.Success)
            .CountBy(static match => match.Groups[1].Value)
            .Where(static count => count.Value > 1);

        Assert.Empty(twice);
    }

    [Fact]
    public void ConditionalCompilation_StandsOnLineOneOfATwin()
    {
        var elsewhere = SourceTree.Files("src").SelectMany(static file => file.Path.StartsWith("src/Extensions/", StringComparison.Ordinal)
            ? file.Matching(line => IsExtensionGuard(line) && !ReferenceEquals(line, file.Lines[0]))
            : file.Matching(IsExtensionGuard));

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Suppression_CarriesItsReason() =>
        Assert.Empty(SourceTree.Files("src").SelectMany(static file => file.Matching(static line =>
            (line.Contains("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal))
            || (line.Contains("SuppressMessage(", StringComparison.Ordinal) && !line.Contains("Justification", StringComparison.Ordinal)))));

    [Fact]
    public void Files_FitOnAScreen_NineTimesInTen()
    {
        var files = SourceTree.Files("src").ToList();
        var longer = files.Where(static file => file.Lines.Count > 130).ToList();

        Assert.True(longer.Count * 10 <= files.Count, string.Join('\n', longer.Select(static file => $"{file.Path}: {file.Lines.Count}")));
    }

    private static bool IsExtensionGuard(string line) => line.Contains("#if", StringComparison.Ordinal) && line.Contains("EXT_", StringComparison.Ordinal);

    [GeneratedRegex(@"LoggerMessage\((\d+)")]
    private static partial Regex EventId();
}
