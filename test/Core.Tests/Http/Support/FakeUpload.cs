using Zot.Registry;

namespace Zot.Core.Tests.Http.Support;

/// <summary>An in-memory upload.</summary>
internal sealed class FakeUpload(FakeRegistry registry, RepositoryName repository, DigestAlgorithm algorithm) : IBlobUpload
{
    private readonly List<byte> _content = [];

    public UploadId Id { get; } = UploadId.Create();

    public RepositoryName Repository => repository;

    public DigestAlgorithm Algorithm => algorithm;

    public long Length => _content.Count;

    /// <summary>The declared lengths, in order.</summary>
    public List<long?> Announced { get; } = [];

    public async ValueTask AppendAsync(Stream source, long? offset, long? length, CancellationToken cancellationToken)
    {
        if (registry.AppendFault is { } fault)
        {
            throw fault;
        }

        Announced.Add(length);
        if (offset is { } at && at != Length)
        {
            throw RegistryError.ChunkOutOfOrder.With("session_id", Id);
        }

        var before = Length;
        var buffer = new byte[4096];
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            _content.AddRange(buffer.AsSpan(0, read));
        }

        if (length is { } expected && Length - before < expected)
        {
            throw RegistryError.SizeInvalid.With("size", Length - before);
        }
    }

    public ValueTask<Descriptor> CompleteAsync(Digest expected, CallContext? call, CancellationToken cancellationToken)
    {
        var content = _content.ToArray();
        if (expected.Algorithm.Compute(content) != expected)
        {
            throw RegistryError.DigestInvalid.With("digest", expected);
        }

        registry.Uploads.Remove(Id);
        return ValueTask.FromResult(registry.AddBlob(repository.ToString(), content, expected.Algorithm));
    }

    public ValueTask CancelAsync(CancellationToken cancellationToken)
    {
        registry.Uploads.Remove(Id);
        return ValueTask.CompletedTask;
    }
}
