#if !EXT_USERPREFS
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Tests.Support;
using Zot.Extensions.UserPrefs;

namespace Zot.Extensions.Tests.UserPrefs;

public sealed class UserPrefsExtensionTests
{
    [Fact]
    public void Disabled_twin_adds_nothing()
    {
        using var extension = new ConfiguredExtension(
            new UserPrefsExtension(), new ExtensionsOptions { Search = new SearchOptions(), Ui = new UiOptions() });

        Assert.Empty(extension.Routes);
        Assert.Equal(("userprefs", false), (new UserPrefsExtension().Name, new UserPrefsExtension().IsCompiledIn));
    }
}
#endif
