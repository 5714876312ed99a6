using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Go;

namespace Zot.Core.Tests.Libraries.Go;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("1s", 10_000_000)]
    [InlineData("+1s", 10_000_000)]
    [InlineData("-1s", -10_000_000)]
    [InlineData("1h30m", 54_000_000_000)]
    [InlineData("1.5h", 54_000_000_000)]
    [InlineData(".5s", 5_000_000)]
    [InlineData("1.s", 10_000_000)]
    [InlineData("100ms", 1_000_000)]
    [InlineData("1us", 10)]
    [InlineData("1µs", 10)]
    [InlineData("1μs", 10)]
    [InlineData("100ns", 1)]
    [InlineData("1ns", 1)]
    [InlineData("-1ns", -1)]
    [InlineData("1000000000", 10_000_000)]
    [InlineData("1h1m1s1ms1us100ns", 36_610_010_011)]
    [InlineData("0.000000000000000001h", 0)]
    public void TryParse_returns_a_duration_in_ticks(string text, long ticks)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(ticks, duration.Ticks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("s")]
    [InlineData(".s")]
    [InlineData("1d")]
    [InlineData("1w")]
    [InlineData("1 h")]
    [InlineData(" 1h")]
    [InlineData("1h-1m")]
    [InlineData("1.2.3s")]
    [InlineData("1.5")]
    [InlineData("٣s")]
    [InlineData("2562048h")]
    [InlineData("99999999999999999999")]
    public void TryParse_rejects_text_that_is_not_a_duration(string? text) =>
        Assert.False(GoDuration.TryParse(text, out _));

    [Theory]
    [InlineData("0s", "0s")]
    [InlineData("90s", "1m30s")]
    [InlineData("1h30m", "1h30m0s")]
    [InlineData("24h", "24h0m0s")]
    [InlineData("-300s", "-5m0s")]
    [InlineData("1500ms", "1.5s")]
    [InlineData("100ms", "100ms")]
    [InlineData("1500us", "1.5ms")]
    [InlineData("500us", "500µs")]
    [InlineData("200ns", "200ns")]
    [InlineData("1h0.05s", "1h0m0.05s")]
    public void Format_writes_a_duration_as_Go_does(string text, string expected)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(expected, GoDuration.Format(duration));
    }

    [Fact]
    public void Formatted_duration_in_the_range_of_Go_is_parsed_back() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<long>().Filter(static ticks => Math.Abs((double)ticks) < long.MaxValue / 100.0),
        static ticks => GoDuration.TryParse(GoDuration.Format(TimeSpan.FromTicks(ticks)), out var read) && read.Ticks == ticks));

    [Fact]
    public void TryParse_of_any_text_never_throws() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), static text => GoDuration.TryParse(text, out _) || true));
}
