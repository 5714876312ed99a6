using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Metadata;
using Zot.Migration.Bolt;
using Zot.Migration.Zot;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Bolt;

namespace Zot.Core.Tests.Migration.Zot;

public sealed class ZotRepositoryTests : IDisposable
{
    private static readonly DateTimeOffset Pulled = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);
    private static readonly DateTimeOffset Pushed = new(2024, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Record_is_read_with_all_fields_and_without_placeholders()
    {
        var (one, two) = (Some.Digest("one"), Some.Digest("two", DigestAlgorithm.Sha512));
        var record = Parse(new ZotDatabase()
            .AddTag("app", "v1", one.ToString(), Pushed)
            .AddTag("app", "never", one.ToString(), tagged: null)
            .AddStatistics("app", one.ToString(), 1234, Pulled, Pushed, "alice")
            .AddStatistics("app", two.ToString()));

        Assert.Equal(
            new Dictionary<Digest, ManifestStatistics>
            {
                [one] = new(Pushed, Pulled, 1234, "alice"),
                [two] = new(Pushed: null),
            },
            record.Statistics);
        Assert.Equal([new TagRecord("v1", one, MediaTypes.OciManifest, Pushed)], record.Tags);
    }

    [Fact]
    public void Unknown_fields_of_all_types_are_skipped()
    {
        var message = new ProtobufBytes()
            .Add(100, long.MaxValue).Add(101, -1).Add(102, "text").AddEntry(3, Some.Digest("one").ToString(), new ProtobufBytes().Add(1, 5).Add(99, 7)).ToArray();
        byte[] numbers = [(103 << 3 & 0x7F) | 1 | 0x80, 103 >> 4, 1, 2, 3, 4, 5, 6, 7, 8, (104 << 3 & 0x7F) | 5 | 0x80, 104 >> 4, 1, 2, 3, 4];

        Assert.Equal(5, Assert.Single(ZotRepository.Parse([.. numbers, .. message]).Statistics).Value.Downloads);
    }

    [Theory]
    [InlineData("1A")] // no length
    [InlineData("1A05")] // shorter than it says
    [InlineData("1AFFFFFFFFFFFFFFFFFF01")] // longer than anything
    [InlineData("FFFFFFFFFFFFFFFFFFFFFF")] // an unterminated number
    [InlineData("1B")] // a group
    [InlineData("1801")] // a map that is a number
    [InlineData("1A020801")] // a key that is a number
    [InlineData("1A040A02C328")] // a key that is not UTF-8
    public void Damaged_message_is_rejected(string hex) =>
        Assert.Throws<InvalidDataException>(() => ZotRepository.Parse(Convert.FromHexString(hex)));

    [Theory]
    [InlineData(long.MaxValue, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(253402300800, 0)]
    [InlineData(0, 1_000_000_000)]
    [InlineData(0, -1)]
    public void Times_out_of_range_are_rejected(long seconds, int nanoseconds)
    {
        var message = new ProtobufBytes().AddEntry(
            3, Some.Digest("one").ToString(), new ProtobufBytes().Add(2, new ProtobufBytes().Add(1, seconds).Add(2, nanoseconds)));

        Assert.Throws<InvalidDataException>(() => ZotRepository.Parse(message.ToArray()));
    }

    [Fact]
    public void Flipped_bits_are_rejected_or_change_the_content()
    {
        var sound = Bytes(new ZotDatabase()
            .AddTag("app", "v1", Some.Digest("one").ToString(), Pushed)
            .AddStatistics("app", Some.Digest("one").ToString(), 1234, Pulled, Pushed, "alice"));

        Prop.ForAll<int[], byte>((bits, cut) =>
        {
            var bytes = sound[..^(cut % 20)];
            foreach (var bit in bits)
            {
                bytes[(uint)bit % bytes.Length] ^= (byte)(1 << (bit & 7));
            }

            try
            {
                ZotRepository.Parse(bytes);
            }
            catch (InvalidDataException)
            {
                // The only allowed exception.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private ZotRepository Parse(ZotDatabase zot) => ZotRepository.Parse(Bytes(zot));

    private byte[] Bytes(ZotDatabase zot)
    {
        zot.WriteTo(_directory.Path);
        using var file = BoltFile.Open(_directory["meta.db"]);
        return file.Root.FindBucket("RepoMeta"u8)!.Find(Encoding.UTF8.GetBytes("app"))!.Value.ToArray();
    }
}
