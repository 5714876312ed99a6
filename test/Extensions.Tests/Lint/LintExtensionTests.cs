#if EXT_LINT
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Lint;
using Zot.Extensions.Tests.Support;

namespace Zot.Extensions.Tests.Lint;

public sealed class LintExtensionTests
{
    public static TheoryData<LintOptions?, bool> Sections => new()
    {
        { null, false },
        { new LintOptions(), false },
        { new LintOptions { MandatoryAnnotations = ["a"] }, false },
        { new LintOptions { Enable = true }, false },
        { new LintOptions { Enable = true, MandatoryAnnotations = ["a"] }, true },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Layer_is_added_only_with_mandatory_annotations(LintOptions? section, bool expected)
    {
        var content = MemoryRegistry.Create();
        using var extension = new ConfiguredExtension(new LintExtension(), new ExtensionsOptions { Lint = section });

        Assert.Equal(expected, extension.Around(content) is LintingRegistry);
        Assert.Empty(extension.Routes);
    }
}
#endif
