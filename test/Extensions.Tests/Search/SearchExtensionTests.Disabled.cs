#if !EXT_SEARCH
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Tests.Support;
using Zot.Extensions.Search;

namespace Zot.Extensions.Tests.Search;

public sealed class SearchExtensionTests
{
    [Fact]
    public void Disabled_twin_adds_nothing()
    {
        using var extension = new ConfiguredExtension(
            new SearchExtension(), new ExtensionsOptions { Search = new SearchOptions() });

        Assert.Empty(extension.Routes);
        Assert.Equal(("search", false), (new SearchExtension().Name, new SearchExtension().IsCompiledIn));
    }
}
#endif
