#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Upstreams;

namespace Zot.Extensions.Tests.Sync.Upstreams;

public sealed class SyncLoopTests
{
    [Fact]
    public void Request_that_passed_this_mirror_or_too_many_is_found()
    {
        SyncLoop.Enter("one, two");
        var path = SyncLoop.Path;

        Assert.StartsWith("one, two,", path, StringComparison.Ordinal);
        Assert.True(SyncLoop.Contains(path));
        Assert.False(SyncLoop.Contains("one, two"));
        Assert.True(SyncLoop.Contains("1,2,3,4,5,6,7,8"));
    }
}
#endif
