#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Downloads;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Downloads;

public sealed class DownloadFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_waits_for_bytes_and_reads_them_before_the_end()
    {
        using var file = DownloadFile.Create(_directory.Path);
        var buffer = new byte[10];
        var waiting = file.ReadAsync(0, buffer, Stop).AsTask();
        Assert.False(waiting.IsCompleted);

        await file.AppendAsync("abc"u8.ToArray(), Stop);

        Assert.Equal(3, await waiting);
        Assert.Equal("abc"u8.ToArray(), buffer[..3]);
    }

    [Fact]
    public async Task Held_bytes_are_not_readable_before_their_release()
    {
        using var file = DownloadFile.Create(_directory.Path);
        file.Hold(2);
        await file.AppendAsync("abc"u8.ToArray(), Stop);
        Assert.Equal(2, await file.ReadAsync(0, new byte[10], Stop));
        var waiting = file.ReadAsync(2, new byte[10], Stop).AsTask();
        Assert.False(waiting.IsCompleted);

        file.Release();

        Assert.Equal(1, await waiting);
        Assert.Equal(3, await file.ReadHeldAsync(0, new byte[10], Stop));
    }

    [Fact]
    public async Task Failed_file_ends_early_for_all_readers()
    {
        using var file = DownloadFile.Create(_directory.Path);
        await file.AppendAsync("abc"u8.ToArray(), Stop);
        var waiting = file.ReadAsync(3, new byte[10], Stop).AsTask();

        file.Fail();

        Assert.Equal(0, await waiting);
        Assert.Equal(3, await file.ReadAsync(0, new byte[10], Stop));
    }

    [Fact]
    public async Task File_has_no_name_and_is_open_until_its_last_user_ends()
    {
        var file = DownloadFile.Create(_directory.Path);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
        Assert.True(file.TryShare());
        await file.AppendAsync("abc"u8.ToArray(), Stop);
        file.Dispose();
        Assert.Equal(3, await file.ReadAsync(0, new byte[10], Stop));

        file.Dispose();

        Assert.False(file.TryShare());
    }

    public void Dispose() => _directory.Dispose();
}
#endif
