using Xunit;
using Zot.Registry;
using Zot.Server.Commands;

namespace Zot.Core.Tests.Server.Commands;

public sealed class ScrubTableTests
{
    private static readonly Digest Blob = Digest.Parse($"sha256:{new string('a', 64)}");

    [Fact]
    public async Task Results_are_rows_below_the_header()
    {
        var table = await WriteAsync(
            new ScrubResult(RepositoryName.Parse("test"), "0.1", null, null),
            new ScrubResult(RepositoryName.Parse("library/alpine"), "latest", Blob, "bad blob digest"));

        Assert.Equal(
            $"""
            REPOSITORY     TAG    STATUS   AFFECTED BLOB                                                    ERROR
            test           0.1    ok
            library/alpine latest affected {Blob.Encoded} bad blob digest

            """,
            table);
    }

    [Fact]
    public async Task Empty_storage_prints_the_header_only()
    {
        var table = await WriteAsync();

        Assert.StartsWith("REPOSITORY TAG STATUS   AFFECTED BLOB", table, StringComparison.Ordinal);
        Assert.Single(table.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Cell_longer_than_its_column_wraps()
    {
        var table = await WriteAsync(new ScrubResult(
            RepositoryName.Parse($"{new string('r', 32)}/rest"), $"{new string('t', 24)}u", null, null));

        var lines = table.Split('\n');
        Assert.Equal($"{new string('r', 32)} {new string('t', 24)} ok", lines[1]);
        Assert.Equal($"{"/rest",-32} u", lines[2]);
    }

    private static async Task<string> WriteAsync(params ScrubResult[] results)
    {
        using var output = new StringWriter { NewLine = "\n" };
        await ScrubTable.WriteAsync(results.ToAsyncEnumerable(), output, default);
        return output.ToString();
    }
}
