using System.Text;
using BenchmarkDotNet.Attributes;
using Zot.Registry;

namespace Zot.Benchmarks.Micro;

/// <summary>The cost of validating a pushed manifest.</summary>
public class ManifestParseBenchmarks
{
    private byte[] _content = [];

    /// <summary>The number of layers: one for a static binary, tens for a large base image.</summary>
    [Params(1, 40)]
    public int Layers { get; set; }

    [GlobalSetup]
    public void CreateManifest()
    {
        var descriptors = Enumerable.Range(0, Layers + 1).Select(number =>
            $$"""{"mediaType":"{{MediaTypes.OctetStream}}","digest":"sha256:{{number:x64}}","size":{{number + 1}}}""").ToList();
        _content = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{{descriptors[0]}},"layers":[{{string.Join(',', descriptors.Skip(1))}}]}""");
    }

    [Benchmark]
    public Manifest Parse() => Manifest.Parse(MediaTypes.OciManifest, _content);
}
