#if EXT_LINT
using Zot.Extensions.Lint;
using Zot.Extensions.Tests.Support;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Lint;

/// <summary>A layer without rules fulfills the contract of a registry.</summary>
public sealed class LintingRegistryContractTests : RegistryContract
{
    protected override IRegistry CreateRegistry() => new LintingRegistry(MemoryRegistry.Create(), []);
}
#endif
