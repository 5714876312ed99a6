#if EXT_LINT
using Zot.Client.Commands;
using Zot.Hosting;

namespace Zot.Extensions.Lint;

/// <summary>Rejects images without the annotations that the operator requires.</summary>
internal sealed class LintExtension : IZotExtension
{
    public string Name => "lint";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        if (zot.Options.Extensions.Lint is { Enable: true, MandatoryAnnotations: { Count: > 0 } mandatory })
        {
            zot.AddLayer(RegistryLayer.Lint, (inner, _) => new LintingRegistry(inner, mandatory));
        }
    }
}
#endif
