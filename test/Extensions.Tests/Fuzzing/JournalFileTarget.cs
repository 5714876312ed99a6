#if EXT_EVENTS
using Microsoft.Data.Sqlite;
using Xunit;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Tests.Events;
using Zot.Hosting;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Extensions.Tests.Fuzzing;

/// <summary>Opens journals with a damaged file, and writes to them.</summary>
internal sealed class JournalFileTarget : IFuzzTarget
{
    private readonly TemporaryDirectory _folder = new();

    private JournalFileTarget()
    {
    }

    private string Path => _folder["_events/journal.db"];

    public static ValueTask<IFuzzTarget> OpenAsync() => ValueTask.FromResult<IFuzzTarget>(new JournalFileTarget());

    /// <summary>Gets the bytes of a journal with some events.</summary>
    public static async Task<byte[]> CreateAsync()
    {
        using var folder = new TemporaryDirectory();
        await using (var journal = SomeEvents.Journal(folder["_events/journal.db"]))
        {
            await journal.OpenSinkAsync("hook");
            await journal.AppendAsync([.. Enumerable.Range(1, 20).Select(static number => SomeEvents.Push($"{number}"))]);
        }

        return await File.ReadAllBytesAsync(folder["_events/journal.db"]);
    }

    public async Task TryAsync(byte[] input, Random random)
    {
        Directory.CreateDirectory(_folder["_events"]);
        await File.WriteAllBytesAsync(Path, input);
        try
        {
            await using var journal = SomeEvents.Journal(Path);
            await journal.OpenSinkAsync("hook");
            await journal.AppendAsync([SomeEvents.Push("new")]);
            await journal.ReadAsync("hook", 0, repository: null, 100);
        }
        catch (StartupException refused)
        {
            Assert.Contains(Path, refused.Message, StringComparison.Ordinal);
        }
        catch (Exception damaged) when (damaged is JournalException or SqliteException)
        {
            // The damage was detected in use: the push is rejected, and the next start repairs the file.
            Assert.NotEmpty(damaged.Message);
        }

        Directory.Delete(_folder["_events"], recursive: true);
    }

    public Task CheckAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
#endif
