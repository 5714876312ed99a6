using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>The decision records in docs/adr.</summary>
public sealed partial class DecisionRecordTests
{
    [Fact]
    public void Records_are_numbered_without_a_gap_in_name_and_title()
    {
        var records = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs", "adr"), "*.md").Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(records);
        for (var number = 1; number <= records.Count; number++)
        {
            var path = records[number - 1];
            Assert.True(
                Path.GetFileName(path).StartsWith(number.ToString("0000-", CultureInfo.InvariantCulture), StringComparison.Ordinal),
                $"rename {path}: the number after the previous record is {number:0000}");
            var title = Title().Match(File.ReadAllText(path));
            Assert.True(
                title.Success && int.Parse(title.Groups[1].ValueSpan, CultureInfo.InvariantCulture) == number,
                $"begin {path} with '# {number}. <title>'");
        }
    }

    [GeneratedRegex(@"\A# (\d+)\. ")]
    private static partial Regex Title();
}
