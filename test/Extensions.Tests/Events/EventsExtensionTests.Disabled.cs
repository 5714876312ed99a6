#if !EXT_EVENTS
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events;
using Zot.Extensions.Tests.Support;

namespace Zot.Extensions.Tests.Events;

public sealed class EventsExtensionTests
{
    [Fact]
    public void Disabled_extension_adds_nothing_for_any_configuration()
    {
        var content = MemoryRegistry.Create();
        var sink = new EventSinkOptions { Type = "http", Address = "http://127.0.0.1:9/" };
        using var extension = new ConfiguredExtension(
            new EventsExtension(), new ExtensionsOptions { Events = new EventsOptions { Enable = true, Sinks = [sink] } });

        Assert.Same(content, extension.Around(content));
        Assert.Empty(extension.Routes);
        Assert.Equal(("events", false), (new EventsExtension().Name, new EventsExtension().IsCompiledIn));
    }
}
#endif
