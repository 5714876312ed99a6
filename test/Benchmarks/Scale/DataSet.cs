using System.Globalization;
using System.Text;
using Zot.Benchmarks.Content;
using Zot.Registry;

namespace Zot.Benchmarks.Scale;

/// <summary>Many repositories and their images: identical for the same size and seed on every machine.</summary>
/// <remarks>
/// The distribution of tags is that of builds: one repository in a thousand has an eighth of all tags, a hundredth of
/// them a fifth, a tenth of them more than a third; every repository has at least one. A fifth of the images are builds
/// with unchanged content. A fifth of the tags point to an index of images for two platforms. Every tenth repository has an unreferenced blob. The repositories of <c>bench/</c> are in
/// each set, whatever its size.
/// </remarks>
internal sealed class DataSet
{
    /// <summary>The repository with many tags.</summary>
    internal const string LargeRepository = "bench/large";

    private const string Layer = "application/vnd.oci.image.layer.v1.tar";
    private const int FewTags = 10;
    private const int BaseLength = 16 << 10;

    // More than the tags of a repository: another platform has other content.
    private const int OtherContent = 4_000;

    private static readonly (double Repositories, double Tags)[] Spread = [(0.001, 0.12), (0.01, 0.2), (0.1, 0.38), (0.889, 0.3)];

    private readonly int _seed;
    private readonly Blob[] _bases;

    internal DataSet(int repositories, int tags, int manyTags, int seed)
    {
        _seed = seed;
        _bases = [.. Enumerable.Range(0, 20).Select(number => Seeded(-1 - number, 0, BaseLength))];
        var counts = Counts(repositories, tags);
        new Random(seed).Shuffle(counts);
        Repositories =
        [
            .. Common.Select(static (name, number) => new DataSetRepository(number, name, FewTags)),
            new(Common.Count, LargeRepository, manyTags),
            .. counts.Select(static (count, number) => new DataSetRepository(Common.Count + 1 + number, NameOf(number), count)),
        ];
    }

    /// <summary>The repositories with few tags that are in each set.</summary>
    internal static IReadOnlyList<string> Common { get; } =
        [.. Enumerable.Range(0, 20).Select(static number => string.Create(CultureInfo.InvariantCulture, $"bench/app-{number:00}"))];

    internal IReadOnlyList<DataSetRepository> Repositories { get; }

    /// <summary>The layers that repositories share.</summary>
    internal IReadOnlyList<Blob> Bases => _bases;

    internal int Tags => Repositories.Sum(static repository => repository.Tags);

    internal static string TagOf(int build) => string.Create(CultureInfo.InvariantCulture, $"t{build:00000}");

    /// <summary>Returns the image of a tag.</summary>
    internal StoredImage ImageOf(DataSetRepository repository, int build)
    {
        var image = ImageOf(repository, build, "amd64", 0);
        if ((repository.Number + build) % 5 != 2)
        {
            return image;
        }

        var other = ImageOf(repository, build, "arm64", OtherContent);
        var index = $$"""
            {
              "schemaVersion": 2,
              "mediaType": "{{MediaTypes.OciIndex}}",
              "manifests": [{{Describe(MediaTypes.OciManifest, image.Manifest)}}, {{Describe(MediaTypes.OciManifest, other.Manifest)}}],
              "annotations": { "build": "{{build}}" }
            }
            """;
        return image with { Platforms = (other, Blob.Of(Encoding.UTF8.GetBytes(index))) };
    }

    /// <summary>Returns the unreferenced blobs of a repository; most repositories have none.</summary>
    internal Blob? GarbageOf(DataSetRepository repository) =>
        repository.Number % 10 == 3 ? Seeded(repository.Number, repository.Tags, 2048) : null;

    private StoredImage ImageOf(DataSetRepository repository, int build, string architecture, int more)
    {
        // The last of five builds has the content of the previous one.
        var content = (build % 5 == 4 ? build - 1 : build) + more;
        var shared = _bases[repository.Number % _bases.Length];
        var layer = Seeded(repository.Number, content, 512 + (content % 7 * 256));
        var config = Blob.Of(Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"{{{architecture}}}","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{shared.Digest}}}","{{{layer.Digest}}}"]}}"""));
        var manifest = $$"""
            {
              "schemaVersion": 2,
              "mediaType": "{{MediaTypes.OciManifest}}",
              "config": {{Describe(MediaTypes.OciConfig, config)}},
              "layers": [{{Describe(Layer, shared)}}, {{Describe(Layer, layer)}}],
              "annotations": { "build": "{{build}}" }
            }
            """;
        return new StoredImage(config, shared, layer, Blob.Of(Encoding.UTF8.GetBytes(manifest)));
    }

    private static string NameOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"team{number % 100:00}/{(number % 3 == 0 ? "services/" : "")}app{number:000000}");

    private static int[] Counts(int repositories, int tags)
    {
        var counts = new int[repositories];
        Array.Fill(counts, 1);
        double more = Math.Max(0, tags - repositories);
        var at = 0;
        foreach (var (some, share) in Spread)
        {
            var count = Math.Min(repositories - at, (int)Math.Ceiling(some * repositories));
            for (var number = 0; number < count; number++)
            {
                var (before, now) = (more * share * number / count, more * share * (number + 1) / count);
                counts[at + number] += (int)now - (int)before;
            }

            at += count;
        }

        return counts;
    }

    private static string Describe(string mediaType, Blob blob) =>
        $$"""{"mediaType":"{{mediaType}}","digest":"{{blob.Digest}}","size":{{blob.Bytes.Length}}}""";

    private Blob Seeded(int number, int content, int length)
    {
        var bytes = new byte[length];
        new Random((int)((_seed + (number * 7919L) + content) & int.MaxValue)).NextBytes(bytes);
        return Blob.Of(bytes);
    }
}
