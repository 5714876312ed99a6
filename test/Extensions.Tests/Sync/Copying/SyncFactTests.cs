#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Copying;
using Zot.Registry;

namespace Zot.Extensions.Tests.Sync.Copying;

public sealed class SyncFactTests
{
    private static readonly Digest Upstream = DigestAlgorithm.Sha256.Compute("upstream"u8);
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Fact_is_read_as_it_was_written()
    {
        var fact = new SyncFact(Upstream).WithChecked(Tag.Parse("a"), Now).WithMissing(Tag.Parse("b"), Now);

        var read = SyncFact.Parse(fact.ToJson());

        Assert.Equal((Upstream, Now, Now), (read!.Upstream, read.Checked["a"], read.Missing["b"]));
    }

    [Fact]
    public void Tag_that_is_found_again_is_not_missing()
    {
        var fact = new SyncFact(Upstream).WithMissing(Tag.Parse("a"), Now).WithChecked(Tag.Parse("a"), Now);

        Assert.Empty(fact.Missing);
    }

    [Fact]
    public void Tags_are_limited()
    {
        var fact = Enumerable.Range(0, 150).Aggregate(
            new SyncFact(Upstream), static (last, number) => last.WithChecked(Tag.Parse($"t{number}"), Now.AddSeconds(number)));

        Assert.Equal((100, true, false), (fact.Checked.Count, fact.Checked.ContainsKey("t149"), fact.Checked.ContainsKey("t0")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"upstream":7}""")]
    [InlineData("""{"upstream":"sha256:x"}""")]
    public void Foreign_fact_is_ignored(string json) => Assert.Null(SyncFact.Parse(json));
}
#endif
