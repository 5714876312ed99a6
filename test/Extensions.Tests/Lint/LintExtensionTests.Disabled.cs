#if !EXT_LINT
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Lint;
using Zot.Extensions.Tests.Support;

namespace Zot.Extensions.Tests.Lint;

public sealed class LintExtensionTests
{
    [Fact]
    public void Disabled_twin_adds_nothing()
    {
        var content = MemoryRegistry.Create();
        using var extension = new ConfiguredExtension(
            new LintExtension(), new ExtensionsOptions { Lint = new LintOptions { Enable = true, MandatoryAnnotations = ["a"] } });

        Assert.Same(content, extension.Around(content));
        Assert.Equal(("lint", false), (new LintExtension().Name, new LintExtension().IsCompiledIn));
    }
}
#endif
