using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Indexing;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>
/// A failure to write one <c>index.json</c> keeps the changes in its journal, and does not affect other repositories.
/// </summary>
public sealed class FailingFoldTests : IAsyncDisposable
{
    private static readonly RepositoryName Bad = RepositoryName.Parse("bad");
    private static readonly RepositoryName Good = RepositoryName.Parse("good");

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _memory;
    private readonly IStorageDriver _driver;
    private bool _isFailing;
    private int _failures;

    public FailingFoldTests()
    {
        _memory = new MemoryDriver(_time);
        _driver = FailingKeyDriver.Create(
            _memory,
            (method, key) =>
            {
                var isFailing =
                    _isFailing && method == nameof(IStorageDriver.WriteAsync) && key == ImageLayout.Index(Bad);
                _failures += isFailing ? 1 : 0;
                return isFailing ? new InvalidOperationException("no") : null;
            });
    }

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task Failed_prompt_fold_does_not_fail_the_push_and_the_others_are_folded_at_shutdown()
    {
        await using (var store = Stores.Open(_driver, time: _time))
        {
            await store.Registry.PushImageAsync(Bad, "v1");
            _isFailing = true;
            await store.Registry.PushImageAsync(Bad, "v2");
            await store.Registry.PushImageAsync(Good, "v1");
        }

        Assert.Equal(["v1"], (await TestIndex.ReadAsync(_memory, Good)).Select(static entry => entry.Tag));
        await AssertBadIsWholeAsync();
    }

    [Fact]
    public async Task Failing_write_of_index_json_is_tried_and_logged_once_per_push()
    {
        using var logs = new CollectedLogs();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(logs));
        await using var store = await Store.OpenAsync(_driver, new StoreSettings(Dedupe: true, Durable: false), loggers, _time, default);
        await store.Registry.PushImageAsync(Bad, "v0");
        _isFailing = true;

        for (var push = 1; push <= 2; push++)
        {
            await store.Registry.PushImageAsync(Bad, $"v{push}");

            Assert.Equal(push, _failures);
            var lines = logs.Entries.Where(
                static entry => entry.Message.StartsWith("failed to write index.json", StringComparison.Ordinal));
            Assert.Equal(push, lines.Count());
        }

        _isFailing = false;
        Assert.Equal(["v0", "v1", "v2"], await store.Registry.ListTagsAsync(Bad, default));
    }

    [Fact]
    public async Task Failed_background_fold_is_retried_and_the_others_are_folded()
    {
        await using var store = Stores.Open(_driver, time: _time, promptIndexLength: -1);
        await store.Registry.PushImageAsync(Bad, "v1");
        await store.Registry.PushImageAsync(Good, "v1");
        _isFailing = true;

        await Eventually.HoldsAsync(
            async () =>
            {
                _time.AdvanceToNext();
                return (await TestIndex.ReadAsync(_memory, Good)) is [_];
            },
            "the index of the other repository is written");
        Assert.Empty(await TestIndex.ReadAsync(_memory, Bad));
        _isFailing = false;
        await Eventually.HoldsAsync(
            async () =>
            {
                _time.AdvanceToNext();
                return (await TestIndex.ReadAsync(_memory, Bad)) is [_];
            },
            "the failed index is written by a retry");
    }

    [Fact]
    public async Task Record_of_a_push_that_failed_after_its_append_never_overrides_a_later_push()
    {
        await using (var setup = Stores.Open(_memory, time: _time))
        {
            await setup.Registry.PushImageAsync(Bad, "v0");
        }

        var failed = new Descriptor(MediaTypes.OciManifest, Some.Digest("failed"), 6);
        var isLate = true;
        var driver = FailingKeyDriver.Create(_memory, (method, key) =>
        {
            if (!isLate || key != ImageLayout.Journal(Bad) || method != nameof(IStorageDriver.AppendAsync))
            {
                return isLate && key == ImageLayout.Index(Bad) && method == nameof(IStorageDriver.WriteAsync) ? new IOException("no index") : null;
            }

            // The record reaches the medium, but the client is told that the push failed.
            var record = JournalRecord.Create([IndexChange.Set(new IndexEntry(failed, "v1"))]);
            _ = _memory.AppendAsync(key, record.Line, durable: true, default).AsTask();
            return new IOException("flush failed");
        });
        Descriptor pushed;
        await using (var store = Stores.Open(driver, time: _time))
        {
            await Assert.ThrowsAsync<IOException>(() => store.Registry.PushImageAsync(Bad, "v1", "failed"));
            isLate = false;
            pushed = await store.Registry.PushImageAsync(Bad, "v1", "later");
        }

        await using var again = Stores.Open(_memory, time: _time);
        Assert.Equal(pushed.Digest, (await again.Registry.FindManifestAsync(Bad, Reference.Parse("v1"), default))?.Digest);
    }

    [Fact]
    public async Task Repository_that_another_tool_removed_before_a_fold_is_created_again_by_a_push_in_progress()
    {
        var (driver, pause) = PausingDriver.Create(_memory);
        await using var store = Stores.Open(driver, time: _time, promptIndexLength: -1);
        await store.Registry.PushImageAsync(Bad, "v1");
        var repository = (await store.Repositories.FindAsync(Bad, default))!;
        await store.Registry.PushBlobsAsync(Bad, "{}", "another");
        var manifest = Some.Image(layers: [Some.Layer("another")]);
        var isReached = pause.PauseAt(ImageLayout.Blob(Bad, Some.Digest(manifest)));
        var push = store.Registry.PushManifestAsync(Bad, "v2", manifest);
        await isReached;

        await _memory.DeleteAsync(ImageLayout.Index(Bad), default);
        await _memory.DeleteAsync(ImageLayout.Layout(Bad), default);
        await repository.FoldAsync(default);
        pause.GoOn();
        await push;

        Assert.NotNull(await _memory.StatAsync(ImageLayout.Layout(Bad), default));
        await using var again = Stores.Open(_memory, time: _time);
        Assert.NotNull(await again.Registry.FindManifestAsync(Bad, Reference.Parse("v2"), default));
    }

    private async Task AssertBadIsWholeAsync()
    {
        _isFailing = false;
        await using var again = Stores.Open(_driver, time: _time);
        Assert.Equal(["v1", "v2"], await again.Registry.ListTagsAsync(Bad, default));
    }
}
