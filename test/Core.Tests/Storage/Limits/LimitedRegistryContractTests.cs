using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Limits;

/// <summary>The registry contract with limits that are never reached.</summary>
public sealed class LimitedRegistryContractTests : RegistryContract
{
    protected override IRegistry CreateRegistry() => new LimitedStore(new StorageOptions
    {
        MaxRepos = 1000,
        Quotas = [new QuotaOptions { Pattern = "**", MaxBytes = 1L << 40 }, new QuotaOptions { User = "alice", MaxBytes = 1L << 40 }],
        ImmutableTags = [new ImmutableTagsOptions { Repositories = ["elsewhere/**"] }],
    })
    { Caller = "alice" }.Registry;
}
