using Xunit;
using Zot.Migration.Zot;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Reads all data that is imported from a <c>meta.db</c> of zot.</summary>
internal sealed class ZotDatabaseTarget : IFuzzTarget
{
    private readonly TemporaryDirectory _folder = new();

    private ZotDatabaseTarget()
    {
    }

    public static ValueTask<IFuzzTarget> OpenAsync() => ValueTask.FromResult<IFuzzTarget>(new ZotDatabaseTarget());

    public Task TryAsync(byte[] input, Random random)
    {
        File.WriteAllBytes(_folder["meta.db"], input);
        Read(static zot => zot.Repositories().Count());
        Read(static zot => zot.ApiKeys().Count());
        Read(static zot => zot.Marks().Count());
        return Task.CompletedTask;
    }

    public Task CheckAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    private void Read(Func<ZotMetadata, int> count)
    {
        try
        {
            using var zot = ZotMetadata.Open(_folder["meta.db"]);
            Assert.InRange(count(zot), 0, 100_000);
        }
        catch (InvalidDataException damaged)
        {
            Assert.NotEmpty(damaged.Message);
        }
    }
}
