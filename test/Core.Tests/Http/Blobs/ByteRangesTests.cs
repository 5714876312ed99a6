using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Http.Blobs;
using Zot.Http.Uploads;

namespace Zot.Core.Tests.Http.Blobs;

public sealed class ByteRangesTests
{
    [Theory]
    [InlineData("bytes=0-9", 100, "0-9")]
    [InlineData("bytes=90-", 100, "90-99")]
    [InlineData("bytes=-10", 100, "90-99")]
    [InlineData("bytes=-1000", 100, "0-99")]
    [InlineData("bytes=50-5000", 100, "50-99")]
    [InlineData("bytes=50-99999999999999999999999", 100, "50-99")]
    [InlineData("BYTES=0-0", 100, "0-0")]
    [InlineData(" bytes=0-1 , 4-5\t", 100, "0-1 4-5")]
    [InlineData("bytes=4-5,0-1", 100, "0-1 4-5")]
    [InlineData("bytes=0-4,5-9", 100, "0-9")]
    [InlineData("bytes=0-9,3-4", 100, "0-9")]
    [InlineData("bytes=0-3,2-9,9-12", 100, "0-12")]
    [InlineData("bytes=0-0,,1-1,", 100, "0-1")]
    [InlineData("bytes=0-9,200-300", 100, "0-9")]
    [InlineData("bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30", 31, "0-0 2-2 4-4 6-6 8-8 10-10 12-12 14-14 16-16 18-18 20-20 22-22 24-24 26-26 28-28 30-30")]
    public void Satisfiable_ranges_are_merged_and_sorted(string header, long size, string expected) =>
        Assert.Equal(expected, string.Join(' ', ByteRanges.Parse(header, size)!.Select(range => $"{range.First}-{range.Last}")));

    [Theory]
    [InlineData("bytes=500-0", 1000)]
    [InlineData("bytes=100-", 100)]
    [InlineData("bytes=100-200", 100)]
    [InlineData("bytes=99999999999999999999-", 100)]
    [InlineData("bytes=-0", 100)]
    [InlineData("bytes=0-0", 0)]
    [InlineData("bytes=-5", 0)]
    [InlineData("bytes=", 100)]
    [InlineData("bytes=,", 100)]
    [InlineData("bytes", 100)]
    [InlineData("", 100)]
    [InlineData("bytes=a-b", 100)]
    [InlineData("bytes=1", 100)]
    [InlineData("bytes=--1", 100)]
    [InlineData("bytes=1-2-3", 100)]
    [InlineData("bytes=+1-2", 100)]
    [InlineData("bytes=1 - 2", 100)]
    [InlineData("bytes=0-1,x", 100)]
    [InlineData("bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16", 100)]
    public void Unsatisfiable_or_malformed_ranges_are_an_empty_list(string header, long size) =>
        Assert.Empty(ByteRanges.Parse(header, size)!);

    [Theory]
    [InlineData("items=0-1")]
    [InlineData("byte=0-1")]
    [InlineData(" = ")]
    public void Another_unit_is_ignored(string header) => Assert.Null(ByteRanges.Parse(header, 100));

    [Fact]
    public void Any_input_yields_sorted_disjoint_ranges_within_the_content() =>
        Check.QuickThrowOnFailure(Prop.ForAll<string, int[]>((text, numbers) =>
        {
            var size = numbers.Length == 0 ? 0 : Math.Abs((long)numbers[0]) % 1000;
            var specs = numbers.Select((number, at) => at % 3 == 0 ? $"-{Math.Abs((long)number)}" : $"{Math.Abs((long)number) % 1000}-{text}");
            foreach (var header in new[] { text ?? "", "bytes=" + text, "bytes=" + string.Join(',', specs) })
            {
                var ranges = ByteRanges.Parse(header, size);
                Assert.True((ranges?.Count ?? 0) <= ByteRanges.MaxCount);
                var next = 0L;
                foreach (var range in ranges ?? [])
                {
                    Assert.InRange(range.First, next, size - 1);
                    Assert.InRange(range.Last, range.First, size - 1);
                    next = range.Last + 2;
                }
            }
        }));

    [Fact]
    public void Valid_ranges_cover_exactly_the_requested_bytes() =>
        Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, NonNegativeInt[]>((length, positions) =>
        {
            var size = length.Get % 200;
            var asked = positions.Take(ByteRanges.MaxCount).Select(at => (First: at.Get % 250, Last: (at.Get % 250) + (at.Get % 7))).ToArray();
            if (asked.Length == 0)
            {
                return;
            }

            var header = "bytes=" + string.Join(", ", asked.Select(range => $"{range.First}-{range.Last}"));
            var expected = Enumerable.Range(0, size).Where(at => asked.Any(range => range.First <= at && at <= range.Last));

            var actual = ByteRanges.Parse(header, size)!
                .SelectMany(range => Enumerable.Range((int)range.First, (int)range.Length));

            Assert.Equal(expected, actual);
        }));

    [Theory]
    [InlineData("0-9", 0, 9)]
    [InlineData("bytes 10-19/*", 10, 19)]
    [InlineData("bytes 10-19/100", 10, 19)]
    [InlineData("BYTES 0-0", 0, 0)]
    [InlineData(" 5-6 ", 5, 6)]
    public void Chunk_range_is_parsed(string header, long first, long last)
    {
        Assert.True(ChunkRange.TryParse(header, out var range));
        Assert.Equal(new ChunkRange(first, last), range);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("5-")]
    [InlineData("-5")]
    [InlineData("9-0")]
    [InlineData("a-b")]
    [InlineData("1-2-3")]
    [InlineData("bytes=0-9")]
    [InlineData("bytes 0-9/x")]
    [InlineData("bytes */100")]
    [InlineData("+1-2")]
    [InlineData("0-9223372036854775807")]
    [InlineData("0-99999999999999999999")]
    public void Malformed_chunk_range_is_rejected(string? header) => Assert.False(ChunkRange.TryParse(header, out _));

    [Fact]
    public void Written_chunk_range_is_parsed_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonNegativeInt, NonNegativeInt, string>((first, more, noise) =>
        {
            Assert.True(!ChunkRange.TryParse(noise, out var odd) || odd.Length > 0);
            Assert.True(ChunkRange.TryParse($"{first.Get}-{(long)first.Get + more.Get}", out var range));
            Assert.Equal((first.Get, more.Get + 1L), (range.First, range.Length));
        }));
}
