using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Repositories;

/// <summary>A repository is listed from its first acknowledged push on, however recent the last walk is.</summary>
public sealed class CatalogTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _memory;
    private bool _isFailing;

    public CatalogTests() => _memory = new MemoryDriver(_time);

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task Push_during_the_creation_by_another_request_is_listed()
    {
        await using var store = Stores.Open(_memory, time: _time);
        Assert.Empty(await store.Registry.ListAsync());
        using var pause = new LoadPause();
        store.Changes.Subscribe(pause.Handle);
        var test = TestContext.Current.CancellationToken;
        var creation = Task.Run(
            async () => await store.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default), test);
        pause.IsReached.Wait(test);

        List<string> listed;
        try
        {
            await store.Registry.PushBlobAsync(App, Some.Bytes("layer")).WaitAsync(Limit, test);
            listed = await store.Registry.ListAsync();
        }
        finally
        {
            pause.MayGoOn.Set();
        }

        await creation;
        Assert.Equal([App.ToString()], listed);
        Assert.Equal([App.ToString()], await store.Registry.ListAsync());
    }

    [Fact]
    public async Task Push_to_a_repository_that_another_tool_created_is_listed()
    {
        await using var store = Stores.Open(_memory, time: _time);
        Assert.Empty(await store.Registry.ListAsync());
        await using (var other = Stores.Open(_memory, time: _time))
        {
            await other.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        }

        await store.Registry.PushImageAsync(App, "v1");

        Assert.Equal([App.ToString()], await store.Registry.ListAsync());
    }

    [Fact]
    public async Task Push_after_a_creation_that_failed_in_its_last_step_is_listed()
    {
        var driver = FailingKeyDriver.Create(
            _memory,
            (method, key) => _isFailing && method == nameof(IStorageDriver.ReadAsync) && key == ImageLayout.Index(App)
                ? new IOException("no")
                : null);
        await using var store = Stores.Open(driver, time: _time);
        Assert.Empty(await store.Registry.ListAsync());
        _isFailing = true;
        await Assert.ThrowsAsync<IOException>(() => store.Registry.PushImageAsync(App, "v1"));
        _isFailing = false;

        await store.Registry.PushImageAsync(App, "v1");

        Assert.Equal([App.ToString()], await store.Registry.ListAsync());
    }

    /// <summary>Blocks the first thread that has loaded a repository.</summary>
    private sealed class LoadPause : IDisposable
    {
        private int _loads;

        public ManualResetEventSlim IsReached { get; } = new();

        public ManualResetEventSlim MayGoOn { get; } = new();

        public void Handle(in ContentChange change)
        {
            if (change.Kind == ContentChangeKind.IndexLoaded && Interlocked.Increment(ref _loads) == 1)
            {
                IsReached.Set();
                MayGoOn.Wait();
            }
        }

        public void Dispose()
        {
            IsReached.Dispose();
            MayGoOn.Dispose();
        }
    }
}
