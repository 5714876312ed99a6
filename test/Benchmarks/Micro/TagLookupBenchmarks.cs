using System.Globalization;
using BenchmarkDotNet.Attributes;
using Zot.Registry;
using Zot.Storage.Indexing;

namespace Zot.Benchmarks.Micro;

/// <summary>The cost of resolving a tag, which must not depend on the number of tags.</summary>
public class TagLookupBenchmarks
{
    private RepositoryIndex _index = RepositoryIndex.Empty;
    private Reference _reference;

    [Params(1, 10_000)]
    public int Tags { get; set; }

    [GlobalSetup]
    public void CreateIndex()
    {
        var editor = new IndexEditor(RepositoryIndex.Empty);
        for (var number = 0; number < Tags; number++)
        {
            var digest = Digest.Parse(string.Create(CultureInfo.InvariantCulture, $"sha256:{number:x64}"));
            editor.Push(new Descriptor(MediaTypes.OciManifest, digest, 500), [TagOf(number)]);
        }

        _index = editor.ToIndex();
        _reference = Reference.To(TagOf(Tags / 2));
    }

    [Benchmark]
    public Descriptor? Find() => _index.Find(_reference);

    private static Tag TagOf(int number) => Tag.Parse(string.Create(CultureInfo.InvariantCulture, $"t{number:00000}"));
}
