#if EXT_LINT
using Zot.Extensions.Tests;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Lint.Tests;

/// <summary>A layer that finds nothing to refuse keeps all that a registry owes its callers.</summary>
public sealed class LintingRegistryContractTests : RegistryContract
{
    protected override IRegistry CreateRegistry() => new LintingRegistry(MemoryRegistry.Create(), []);
}
#endif
