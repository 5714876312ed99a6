using System.Buffers.Binary;
using System.Security.Cryptography;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;
using Zot.Registry;

namespace Zot.Benchmarks.Measures;

/// <summary>Large blobs, each new to the server, pushed by one client with one PUT each.</summary>
internal sealed class UploadMeasure(Row row, Curl curl, string folder, int length, int times) : IMeasure
{
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(length);
    private long _count;

    public Row Row => row;

    public bool NeedsRegistry => true;

    public async Task<Sample> TakeAsync(Peer peer, CancellationToken cancellationToken)
    {
        var (seconds, cpu) = (0.0, 0.0);
        for (var time = 0; time < times; time++)
        {
            var (file, digest) = await NextAsync(cancellationToken);
            using var client = new RegistryClient(peer.Address);
            var upload = await client.StartUploadAsync("bench/large", digest, cancellationToken);
            var before = peer.CpuSeconds;
            seconds += await curl.PutAsync(upload, file, cancellationToken);
            cpu += peer.CpuSeconds - before;
        }

        double bytes = (double)length * times;
        return new Sample(bytes / (1 << 20) / seconds, cpu / (bytes / (1 << 30)));
    }

    private async Task<(string File, Digest Digest)> NextAsync(CancellationToken cancellationToken)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_content, ++_count);
        var file = Path.Combine(folder, "upload");
        await File.WriteAllBytesAsync(file, _content, cancellationToken);
        return (file, Digest.FromHash(DigestAlgorithm.Sha256, SHA256.HashData(_content)));
    }
}
