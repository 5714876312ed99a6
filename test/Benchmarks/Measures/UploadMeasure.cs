using System.Buffers.Binary;
using System.Security.Cryptography;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;
using Zot.Registry;

namespace Zot.Benchmarks.Measures;

/// <summary>
/// Measures uploads of large new blobs by one client, with one PUT, or one PATCH and a PUT without a body.
/// </summary>
/// <remarks>
/// The first upload of a sample does not count, and each blob is removed before the next: a virtual machine that must
/// first obtain memory for the page cache takes ten times as long as the write itself, for any server.
/// </remarks>
internal sealed class UploadMeasure(Row row, Curl curl, string folder, int length, int times) : IMeasure
{
    private const string Repository = "bench/large";

    private readonly byte[] _content = RandomNumberGenerator.GetBytes(length);
    private long _count;

    public Row Row => row;

    public bool NeedsRegistry => true;

    /// <summary>Indicates whether the bytes are sent with PATCH, which is timed in that case.</summary>
    internal bool IsPatched { get; init; }

    public async Task<Sample> TakeAsync(Peer peer, CancellationToken cancellationToken)
    {
        await UploadAsync(peer, cancellationToken);
        var (seconds, cpu) = (0.0, 0.0);
        for (var time = 0; time < times; time++)
        {
            var taken = await UploadAsync(peer, cancellationToken);
            seconds += taken.Seconds;
            cpu += taken.Cpu;
        }

        var bytes = (double)length * times;
        return new Sample(bytes / (1 << 20) / seconds, cpu / (bytes / (1 << 30)));
    }

    private async Task<(double Seconds, double Cpu)> UploadAsync(Peer peer, CancellationToken cancellationToken)
    {
        var (file, digest) = await NextAsync(cancellationToken);
        using var client = new RegistryClient(peer.Address);
        var upload = await client.StartUploadAsync(Repository, digest, cancellationToken);
        var cpu = peer.CpuSeconds;
        double seconds;
        if (IsPatched)
        {
            (seconds, var next) = await curl.PatchAsync(upload, file, cancellationToken);
            cpu = peer.CpuSeconds - cpu;
            await client.CompleteUploadAsync(next, digest, cancellationToken);
        }
        else
        {
            seconds = await curl.PutAsync(upload, file, cancellationToken);
            cpu = peer.CpuSeconds - cpu;
        }

        await client.DeleteAsync(Repository, digest, cancellationToken);
        StorageFiles.For(peer).Discard(digest);
        return (seconds, cpu);
    }

    private async Task<(string File, Digest Digest)> NextAsync(CancellationToken cancellationToken)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_content, ++_count);
        var file = Path.Combine(folder, IsPatched ? "upload-patch" : "upload-put");
        await using (var upload = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write))
        {
            await upload.WriteAsync(upload.Length == 0 ? _content : _content.AsMemory(0, sizeof(long)), cancellationToken);
        }

        return (file, Digest.FromHash(DigestAlgorithm.Sha256, SHA256.HashData(_content)));
    }
}
