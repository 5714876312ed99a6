using Xunit;
using Zot.Client.Commands;

namespace Zot.Core.Tests.Client.Commands;

public sealed class TextTableTests
{
    [Fact]
    public async Task Rows_are_aligned()
    {
        using var output = new StringWriter { NewLine = "\n" };

        await TextTable.WriteAsync(output, ["SINK", "STATE"], [["a longer name", "running"], ["b", "resting"]]);

        Assert.Equal("SINK           STATE\na longer name  running\nb              resting\n", output.ToString());
    }

    [Fact]
    public async Task Control_characters_are_replaced()
    {
        using var output = new StringWriter { NewLine = "\n" };

        await TextTable.WriteAsync(output, ["REASON"], [["400: \u001b[2J\r\nno"]]);

        Assert.Equal("REASON\n400:  [2J  no\n", output.ToString());
    }
}
