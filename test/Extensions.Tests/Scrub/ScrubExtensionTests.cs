#if EXT_SCRUB
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Scrub;
using Zot.Extensions.Tests.Support;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Extensions.Tests.Scrub;

public sealed class ScrubExtensionTests
{
    public static TheoryData<ScrubOptions?, bool> Sections => new()
    {
        { null, false },
        { new ScrubOptions { Enable = false }, false },
        { new ScrubOptions(), true },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Jobs_start_only_if_enabled(ScrubOptions? section, bool expected)
    {
        using var extension = new ConfiguredExtension(
            new ScrubExtension(),
            new ExtensionsOptions { Scrub = section },
            services: static services => services
                .AddSingleton(MemoryRegistry.Create())
                .AddSingleton<IContentScrub>(new ScriptedScrub())
                .AddSingleton<IEventRecorder, NoEventRecorder>());

        var source = Assert.Single(extension.Jobs);

        Assert.Equal(("scrub", expected), (source.Name, source.MayStart(DateTimeOffset.UnixEpoch)));
        Assert.Empty(extension.Routes);
    }
}
#endif
