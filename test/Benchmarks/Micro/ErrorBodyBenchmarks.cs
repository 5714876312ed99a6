using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Zot.Http;
using Zot.Registry;

namespace Zot.Benchmarks.Micro;

/// <summary>What a miss costs, which is the commonest answer while an image is pushed.</summary>
public class ErrorBodyBenchmarks
{
    private static readonly Digest Absent = Digest.Parse($"sha256:{new string('a', 64)}");

    [Benchmark]
    public Task BlobUnknown()
    {
        var context = new DefaultHttpContext();
        return OciErrors.WriteAsync(context, RegistryError.BlobUnknown.With("digest", Absent));
    }
}
