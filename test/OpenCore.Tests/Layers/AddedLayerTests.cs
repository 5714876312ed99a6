using System.Net;
using Xunit;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Configuration.Storage;
using Zot.Hosting;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Layers;

/// <summary>
/// A layer that pushes what is missing into the inner registry: rules, quotas and events apply to what it pushes,
/// whether they are those of the core, of the extensions of the build, or of other extensions.
/// </summary>
public sealed class AddedLayerTests : IAsyncLifetime
{
    private readonly RulesExtension _rules = new();
    private readonly ReceivingExtension _receiver = new();
    private ExtendedRegistry _upstream = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await ExtendedRegistry.StartAsync(new ZotOptions(), _receiver);
        await _upstream.Content.PushBlobsAsync(Some.Repository, "{}", "layer");
        await PushAsync("noted", note: "important");
        await PushAsync("plain", note: null);
    }

    public async ValueTask DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task Missing_image_is_pulled_through_the_layer_and_stored()
    {
        await using var registry = await StartAsync(new ZotOptions());

        Assert.Equal(Image("important"), await PullAsync(registry, "noted"));
        Assert.Equal(Image("important"), await PullAsync(registry, "noted"));

        Assert.NotNull(await registry.Content.ResolveAsync(Some.Repository, "noted"));
        Assert.Equal(Some.Bytes("layer"), await registry.Remote.ReadBlobAsync(Some.Repository, Some.Digest("layer")));
        Assert.Null(await PullAsync(registry, "missing"));
    }

    [Fact]
    public async Task Layers_of_other_extensions_reject_and_record_what_it_pushes()
    {
        await using var registry = await StartAsync(new ZotOptions(), _rules);

        Assert.NotNull(await PullAsync(registry, "noted"));
        Assert.Null(await PullAsync(registry, "plain"));

        Assert.Null(await registry.Content.ResolveAsync(Some.Repository, "plain"));
        Assert.Equal([$"{Some.Repository}:noted"], _rules.Pushes);
    }

    [Fact]
    public async Task Quota_applies_to_what_it_pushes()
    {
        var quota = new QuotaOptions { Pattern = "**", MaxBytes = 6 };
        await using var registry =
            await StartAsync(new ZotOptions { Storage = new StorageOptions { Quotas = [quota] } }, _rules);

        Assert.Null(await PullAsync(registry, "noted"));

        Assert.Null(await registry.Content.ResolveAsync(Some.Repository, "noted"));
        Assert.Empty(_rules.Pushes);
    }

    [Fact]
    public async Task Lint_of_the_build_applies_to_what_it_pushes()
    {
        var lint = new LintOptions { Enable = true, MandatoryAnnotations = ["note"] };
        await using var registry =
            await StartAsync(new ZotOptions { Extensions = new ExtensionsOptions { Lint = lint } });

        Assert.NotNull(await PullAsync(registry, "noted"));
        Assert.Equal(ExtendedRegistry.HasExtension("lint"), await PullAsync(registry, "plain") is null);
    }

    [Fact]
    public async Task Events_of_the_build_tell_of_what_it_pushes()
    {
        if (!ExtendedRegistry.HasExtension("events"))
        {
            return; // a minimal build sends none
        }

        var sink = new EventSinkOptions
        {
            Type = "http",
            Address = new Uri(_upstream.Client.BaseAddress!, "/receiver").ToString(),
        };
        await using var registry = await StartAsync(new ZotOptions
        {
            Extensions = new ExtensionsOptions { Events = new EventsOptions { Enable = true, Sinks = [sink] } },
        });

        Assert.NotNull(await PullAsync(registry, "noted"));

        await Eventually.HoldsAsync(
            () => Task.FromResult(_receiver.References.Contains("noted")), "the receiver has the event");
    }

    private static byte[] Image(string? note) => Some.Image(layers: [Some.Layer("layer")], note: note);

    private static async Task<byte[]?> PullAsync(ExtendedRegistry registry, string tag)
    {
        using var response = await registry.Client.GetAsync(
            $"/v2/{Some.Repository}/manifests/{tag}", TestContext.Current.CancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private Task<Descriptor> PushAsync(string tag, string? note) =>
        _upstream.Content.PushManifestAsync(Some.Repository, tag, Image(note));

    private Task<ExtendedRegistry> StartAsync(ZotOptions options, params IZotExtension[] others) =>
        ExtendedRegistry.StartAsync(options, [new MirrorExtension(_upstream.Remote), .. others]);
}
