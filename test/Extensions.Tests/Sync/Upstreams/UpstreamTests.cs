#if EXT_SYNC
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync;
using Zot.Extensions.Sync.Upstreams;
using Zot.Extensions.Tests.Support;

namespace Zot.Extensions.Tests.Sync.Upstreams;

public sealed class UpstreamTests
{
    [Fact]
    public async Task Mirror_that_fails_unexpectedly_does_not_hide_the_registry()
    {
        var options = new SyncOptions { Registries = [new SyncRegistryOptions { Urls = ["https://main.example", "https://mirror.example"] }] };
        using var extension = new ConfiguredExtension(new SyncExtension(), new ExtensionsOptions { Sync = options });
        var upstream = Assert.Single(extension.Service<UpstreamSet>().All);

        var found = await upstream.AskAsync(static host => host.Name == "mirror.example"
            ? throw new InvalidOperationException("the mirror is broken")
            : Task.FromResult<string?>("found"));

        Assert.Equal("found", found);
        await Assert.ThrowsAsync<InvalidOperationException>(() => upstream.AskAsync<string>(static _ => throw new InvalidOperationException("both")));
        Assert.Equal("both", upstream.State.LastFailure?.Reason);
        Assert.Null(await upstream.AskAsync(static _ => Task.FromResult<string?>(null)));
    }
}
#endif
