using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Core.Tests.Configuration;
using Zot.Core.Tests.Storage;
using Zot.Core.Tests.Storage.Migration;
using Zot.Metadata.Content;
using Zot.Migration.Distribution;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Indexing;
using Zot.Testing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>The inputs for which a fuzzer found a bug. Each is also part of the corpus of its target.</summary>
public sealed class FoundFaultTests
{
    /// <summary>A configuration with an unpaired surrogate escape.</summary>
    internal const string HalfAPair = """{"http":{"realm":"\ud800"}}""";

    /// <summary>A manifest whose media type is an unpaired surrogate.</summary>
    internal static readonly string TypeOfHalfAPair =
        $$"""{"schemaVersion":2,"mediaType":"\ud800","config":{"mediaType":"a/b","digest":"{{Some.Digest("{}")}}","size":2},"layers":[]}""";

    /// <summary>An artifact with two layers of the maximum size.</summary>
    internal static readonly string LargestLayers =
        $$"""{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"{{Some.Digest("{}")}}","size":2},"layers":[{"mediaType":"a/b","digest":"{{Some.Digest("x")}}","size":9223372036854775807},{"mediaType":"a/b","digest":"{{Some.Digest("y")}}","size":9223372036854775807}]}""";

    /// <summary>An <c>index.json</c> with the byte C4 in a member name.</summary>
    internal static readonly byte[] NameWithAByteOfLatin1 = Encoding.Latin1.GetBytes(
        $$"""{"schemaVersion":2,"m#":1,"manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Some.Digest("x")}}","size":1,"si#ze":1}]}"""
            .Replace('#', '\u00C4'));

    [Fact]
    public async Task Manifest_with_layers_of_the_maximum_size_is_indexed_with_the_maximum_size()
    {
        await using var driver = new MemoryDriver(TimeProvider.System);
        await using var store = Stores.Open(driver);
        var pushed = await store.Registry.PushManifestAsync(Some.Repository, "v1", Some.Bytes(LargestLayers));

        var details = await new ManifestRecordReader(store.Registry, NullLogger.Instance).ReadAsync(Some.Repository, pushed, default);

        Assert.Equal(long.MaxValue, details!.ContentSize);
    }

    [Fact]
    public void Manifest_with_an_unpaired_surrogate_as_media_type_is_reported_with_a_replacement_character()
    {
        using var source = new DistributionFolder();
        var digest = source.AddManifest("app", Some.Bytes(TypeOfHalfAPair), "", "v1").Digest;

        var fault = Assert.Throws<MigrationFaultException>(() => DistributionManifest.Read(DistributionDirectory.Open(source.Path)!, digest));

        Assert.Contains("the media type '\uFFFD'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_with_a_Latin_1_byte_in_a_member_name_is_read()
    {
        var index = IndexFile.Read(NameWithAByteOfLatin1);

        Assert.Equal(Some.Digest("x"), Assert.Single(index.Manifests).Key);
    }

    [Fact]
    public void Configuration_with_an_unpaired_surrogate_is_rejected_with_the_reason()
    {
        var error = Assert.Single(ConfigurationFolder.Read(HalfAPair).Errors);

        Assert.Contains("is not valid Unicode", error.ToString(), StringComparison.Ordinal);
    }
}
