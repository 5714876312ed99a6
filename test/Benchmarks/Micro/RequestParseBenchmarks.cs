using BenchmarkDotNet.Attributes;
using Zot.Http.Requests;

namespace Zot.Benchmarks.Micro;

/// <summary>The cost of parsing the path and query of a request.</summary>
public class RequestParseBenchmarks
{
    private static readonly string Blob = $"/v2/library/team/app/blobs/sha256:{new string('a', 64)}";

    [Benchmark]
    public object? GetManifestByTag() => RegistryRequest.Parse("GET", "/v2/library/team/app/manifests/v1.2.3", "");

    [Benchmark]
    public object? GetBlob() => RegistryRequest.Parse("GET", Blob, "");

    [Benchmark]
    public object? ListTags() => RegistryRequest.Parse("GET", "/v2/library/team/app/tags/list", "?n=100&last=v1.2.3");
}
