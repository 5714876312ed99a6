using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Zot.Http.Answers;
using Zot.Registry;

namespace Zot.Benchmarks.Micro;

/// <summary>The cost of a not-found response, the most frequent one while an image is pushed.</summary>
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
