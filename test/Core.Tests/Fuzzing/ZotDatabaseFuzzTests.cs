using System.Buffers.Binary;
using Xunit;
using Zot.Testing;
using Zot.Testing.Bolt;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

[Collection(FuzzCollection.Name)]
[Trait("suite", "fuzz")]
public sealed class ZotDatabaseFuzzTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly byte[][] Corpus =
    [
        new ZotDatabase()
            .AddStatistics("team/app", Some.Digest("a").ToString(), 7, Time, Time, "ci").AddTag("team/app", "v1", Some.Digest("a").ToString(), Time)
            .AddUser("alice", ["team/app"], ["team/other"]).AddApiKey("alice", "zak_0123456789").ToArray(),
        new ZotDatabase().ToArray(),
        [],
    ];

    // Page numbers, lengths and offsets.
    private static readonly byte[][] Words =
    [
        .. new uint[] { 0, 1, 2, 3, 4, 5, 16, 0x7F, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF }.Select(static number =>
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
            return bytes;
        }),
    ];

    [Fact]
    public Task Zot_database_is_read_or_reported_as_damaged() =>
        new Fuzzer("meta.db", Corpus, new Mutator(Words), ZotDatabaseTarget.OpenAsync).RunAsync();
}
