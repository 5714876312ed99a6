using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Core.Tests.Configuration;
using Zot.Metadata.Content;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Indexing;
using Zot.Storage.Migration;
using Zot.Storage.Tests;
using Zot.Storage.Tests.Migration;
using Zot.Testing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>The inputs on which a fuzzer has found a fault, each under its name. Each is in the corpus of its target, too.</summary>
public sealed class FoundFaultTests
{
    /// <summary>A configuration with the escape of half a surrogate pair.</summary>
    internal const string HalfAPair = """{"http":{"realm":"\ud800"}}""";

    /// <summary>A manifest whose media type is half a surrogate pair.</summary>
    internal static readonly string TypeOfHalfAPair =
        $$"""{"schemaVersion":2,"mediaType":"\ud800","config":{"mediaType":"a/b","digest":"{{Some.Digest("{}")}}","size":2},"layers":[]}""";

    /// <summary>An artifact with two layers of the largest size.</summary>
    internal static readonly string LargestLayers =
        $$"""{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"{{Some.Digest("{}")}}","size":2},"layers":[{"mediaType":"a/b","digest":"{{Some.Digest("x")}}","size":9223372036854775807},{"mediaType":"a/b","digest":"{{Some.Digest("y")}}","size":9223372036854775807}]}""";

    /// <summary>An <c>index.json</c> with the byte C4 in the name of a member.</summary>
    internal static readonly byte[] NameWithAByteOfLatin1 = Encoding.Latin1.GetBytes(
        $$"""{"schemaVersion":2,"m#":1,"manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Some.Digest("x")}}","size":1,"si#ze":1}]}"""
            .Replace('#', '\u00C4'));

    [Fact]
    public async Task Manifest_with_layers_of_the_largest_size_is_indexed_with_the_largest_size()
    {
        await using var driver = new MemoryDriver(TimeProvider.System);
        await using var store = Stores.Open(driver);
        var pushed = await store.Registry.PushManifestAsync(Some.Repository, "v1", Some.Bytes(LargestLayers));

        var details = await new ManifestDetailsReader(store.Registry, NullLogger.Instance).ReadAsync(Some.Repository, pushed, default);

        Assert.Equal(long.MaxValue, details!.ContentSize);
    }

    [Fact]
    public void Manifest_whose_media_type_is_half_a_surrogate_pair_is_reported_as_of_another_type()
    {
        using var source = new DistributionFolder();
        var digest = source.AddManifest("app", Some.Bytes(TypeOfHalfAPair), "", "v1").Digest;

        var fault = Assert.Throws<MigrationFaultException>(() => DistributionManifest.Read(DistributionDirectory.Open(source.Path)!, digest));

        Assert.Contains("the type '\uFFFD'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_with_a_byte_of_Latin_1_in_the_name_of_a_member_is_read()
    {
        var index = IndexFile.Read(NameWithAByteOfLatin1);

        Assert.Equal(Some.Digest("x"), Assert.Single(index.Manifests).Key);
    }

    [Fact]
    public void Configuration_with_half_a_surrogate_pair_is_rejected_with_the_rule()
    {
        var error = Assert.Single(ConfigurationFolder.Read(HalfAPair).Errors);

        Assert.Contains("is not valid Unicode", error.ToString(), StringComparison.Ordinal);
    }
}
