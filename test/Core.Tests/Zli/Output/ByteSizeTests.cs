using Xunit;
using Zot.Zli.Output;

namespace Zot.Core.Tests.Zli.Output;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(-5, "0B")]
    [InlineData(0, "0B")]
    [InlineData(9, "9B")]
    [InlineData(999, "999B")]
    [InlineData(1000, "1.0kB")]
    [InlineData(1149, "1.1kB")]
    [InlineData(9999, "10kB")]
    [InlineData(123445, "123kB")]
    [InlineData(82854982, "83MB")]
    [InlineData(long.MaxValue, "9.2EB")]
    public void Size_has_a_decimal_unit(long bytes, string expected) => Assert.Equal(expected, ByteSize.Format(bytes));

    [Theory]
    [InlineData("1000", "1.0kB")]
    [InlineData("", "0B")]
    [InlineData("many", "0B")]
    [InlineData("99999999999999999999", "0B")]
    public void Text_that_is_not_a_size_counts_as_0(string text, string expected) => Assert.Equal(expected, ByteSize.FormatText(text));
}
