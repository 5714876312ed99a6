using System.Globalization;
using BenchmarkDotNet.Attributes;
using Zot.Registry;
using Zot.Storage.Indexing;

namespace Zot.Benchmarks.Micro;

/// <summary>The cost of serializing <c>index.json</c>, which each push to a small repository writes.</summary>
[MemoryDiagnoser]
public class IndexWriteBenchmarks
{
    private RepositoryIndex _index = RepositoryIndex.Empty;

    [Params(10, 1_000)]
    public int Tags { get; set; }

    [GlobalSetup]
    public void CreateIndex()
    {
        var editor = new IndexEditor(RepositoryIndex.Empty);
        for (var number = 0; number < Tags; number++)
        {
            var digest = Digest.Parse(string.Create(CultureInfo.InvariantCulture, $"sha256:{number:x64}"));
            editor.Push(
                new Descriptor(MediaTypes.OciManifest, digest, 500),
                [Tag.Parse(string.Create(CultureInfo.InvariantCulture, $"t{number:00000}"))]);
        }

        _index = editor.ToIndex();
    }

    [Benchmark]
    public int Write()
    {
        using var text = IndexFile.Write(_index);
        return text.Written.Length;
    }
}
