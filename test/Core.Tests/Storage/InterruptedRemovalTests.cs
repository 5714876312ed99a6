using System.Text;
using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

public sealed class InterruptedRemovalTests
{
    private static readonly RepositoryName App = Some.Repository;

    [Fact]
    public async Task Removal_is_completed_only_by_the_object_that_holds_the_current_locks()
    {
        await using var memory = new MemoryDriver(TimeProvider.System);
        await using var store = Stores.Open(memory);
        var upload = await store.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        await upload.CancelAsync(default);
        var retired = (await store.Repositories.FindAsync(App, default))!;
        store.Repositories.Release(retired);
        Assert.True(retired.IsRetired);

        // A crash interrupted the removal; to the retired object, a creation in progress looks the same.
        await memory.DeleteAsync(ImageLayout.Layout(App), default);
        await memory.WriteAsync(
            ImageLayout.RemovedNote(App),
            Encoding.UTF8.GetBytes(App.ToString()),
            ImageLayout.RemovedStaging(),
            durable: false,
            default);
        await retired.CompleteRemovalAsync(default);
        Assert.NotNull(await memory.StatAsync(ImageLayout.Index(App), default));

        await store.Repositories.CompleteRemovalsAsync(default);
        Assert.Null(await memory.StatAsync(ImageLayout.Index(App), default));
        Assert.Null(await memory.StatAsync(ImageLayout.RemovedNote(App), default));
    }
}
