#if EXT_SYNC
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync;
using Zot.Extensions.Sync.Upstreams;
using Zot.Extensions.Tests.Support;
using Zot.Hosting.Routes;

namespace Zot.Extensions.Tests.Sync;

public sealed class SyncExtensionTests
{
    [Fact]
    public void Route_is_for_administrators()
    {
        using var extension = Configure(new SyncOptions());

        var route = Assert.Single(extension.Routes);
        Assert.Equal(("/v2/_zot/ext/sync", RouteAccess.Admins), (route.Path, route.Access));
        Assert.Equal("sync", Assert.Single(new SyncExtension().Commands).Name);
    }

    [Fact]
    public void Disabled_section_adds_nothing()
    {
        using var extension = Configure(new SyncOptions { Enable = false });

        Assert.Empty(extension.Routes);
        Assert.Empty(extension.Jobs);
    }

    [Fact]
    public void Entry_that_cannot_be_used_does_not_affect_the_others()
    {
        using var directory = new Zot.Testing.TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "ca.crt"), "no certificate");
        using var extension = Configure(new SyncOptions
        {
            Registries =
            [
                new SyncRegistryOptions { Urls = ["https://one.example"], CertDir = directory.Path },
                new SyncRegistryOptions { Urls = [] },
                new SyncRegistryOptions { Urls = ["https://"] },
                new SyncRegistryOptions { Urls = ["https://two.example/team"] },
            ],
        });

        var upstreams = extension.Service<UpstreamSet>();

        Assert.Equal(["two.example"], upstreams.All.Select(static upstream => upstream.Name));
        Assert.Equal(3, upstreams.Broken.Count);
    }

    [Fact]
    public void Docker_Hub_has_one_name()
    {
        using var extension = Configure(new SyncOptions { Registries = [new SyncRegistryOptions { Urls = ["https://docker.io"] }] });

        var upstream = Assert.Single(extension.Service<UpstreamSet>().All);

        Assert.Equal("registry-1.docker.io", upstream.Name);
        Assert.True(upstream.IsNamed("docker.io"));
        Assert.False(upstream.IsNamed("registry.example"));
        Assert.Equal("library/alpine", upstream.FindSource(Zot.Registry.RepositoryName.Parse("alpine"))?.Name.Upstream.ToString());
    }

    private static ConfiguredExtension Configure(SyncOptions options) =>
        new(new SyncExtension(), new ExtensionsOptions { Sync = options });
}
#endif
