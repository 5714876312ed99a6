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

    /// <summary>
    /// What the trimmer makes of a block within the <c>finally</c> of an asynchronous method is wrong: a lock is taken there
    /// and never left, in the published binary alone. Such a block has to be a method of its own.
    /// </summary>
    [Fact]
    public void Finally_HoldsNoBlockThatHasAnEndOfItsOwn()
    {
        var nested = SourceTree.Files("src")
            .Where(static file => NestedBlock().IsMatch(string.Join('\n', file.Lines)))
            .Select(static file => file.Path);

        Assert.Empty(nested);
    }

    private static bool IsExtensionGuard(string line) => line.Contains("#if", StringComparison.Ordinal) && line.Contains("EXT_", StringComparison.Ordinal);

    [GeneratedRegex(@"\bfinally\s*\{\s*(?:[^{}]*;\s*)?(?:lock|using|try|foreach|await foreach)\b")]
    private static partial Regex NestedBlock();

    [GeneratedRegex(@"LoggerMessage\((\d+)")]
    private static partial Regex EventId();
}
