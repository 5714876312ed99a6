using Xunit;
using Zot.Configuration.Storage;
using Zot.Core.Tests.Storage.Collection.Model;
using Zot.Metadata;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Retention;

/// <summary>Tags that name the digest of their subject: they are kept and removed with it, under every rule.</summary>
public sealed class SubjectTagTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly CollectionRules Defaults = new(Hour, Hour);
    private static readonly string[] Suffixes = [".sig", ".att", ".sbom", ""];

    private static readonly Dictionary<string, KeepTagsOptions[]> Policies = new()
    {
        ["patterns"] = [new() { Patterns = ["^v[0-9]+$"] }],
        ["patterns that match all"] = [new() { Patterns = [".*"], MostRecentlyPushedCount = 1 }],
        ["mostRecentlyPushedCount"] = [new() { MostRecentlyPushedCount = 1 }],
        ["mostRecentlyPulledCount"] = [new() { MostRecentlyPulledCount = 1 }],
        ["pushedWithin"] = [new() { PushedWithin = 100 * Hour }],
        ["pulledWithin"] = [new() { PulledWithin = 100 * Hour }],
    };

    private readonly ManualTime _time = new();
    private readonly Store _store;
    private readonly MemoryMetadataIndex _index;
    private readonly IRegistry _registry;

    public SubjectTagTests()
    {
        _store = Stores.Open(new MemoryDriver(_time), time: _time, lease: () => Hour);
        _index = new MemoryMetadataIndex(_time);
        _registry = _store.Registry;
        _store.Changes.Subscribe(new StatisticsSubscriber(_index).Handle);
    }

    public static TheoryData<string, string> PoliciesAndSuffixes()
    {
        TheoryData<string, string> all = [];
        foreach (var policy in Policies.Keys)
        {
            foreach (var suffix in Suffixes)
            {
                all.Add(policy, suffix);
            }
        }

        return all;
    }

    public static TheoryData<string> AllSuffixes() => [.. Suffixes];

    public async ValueTask DisposeAsync()
    {
        await _index.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(PoliciesAndSuffixes))]
    public async Task Signature_is_kept_with_a_kept_image_and_removed_with_a_removed_one(string policy, string suffix)
    {
        _time.Advance(1000 * Hour);
        var dropped = policy == "patterns" ? "dev" : "v1";
        var old = await PushImageAsync(dropped);
        var oldSignature = await PushImageAsync(TagOf(old, suffix));
        _time.Advance(500 * Hour);
        var kept = await PushImageAsync("v2");
        var signature = await PushImageAsync(TagOf(kept, suffix));
        var attestation = await PushImageAsync(TagOf(signature, ".att"));
        _index.NotePull(App, kept);
        _time.Advance(2 * Hour);
        var rules = Defaults with { KeepTags = Policies[policy] };

        var told = await CollectAsync(rules with { IsDryRun = true });
        var done = await CollectAsync(rules);

        Assert.Equal(
            new HashSet<string> { "v2", TagOf(kept, suffix), TagOf(signature, ".att") },
            (await _registry.ListTagsAsync(App, default))!.ToHashSet());
        Assert.NotNull(await _store.Registry.ReadBlobAsync(App, signature));
        Assert.NotNull(await _store.Registry.ReadBlobAsync(App, attestation));
        Assert.Equal([old, oldSignature], done.Manifests);
        Assert.Equal(done.Manifests, told.Manifests);
        Assert.Equal(done.Decisions.Select(Told).Order(), told.Decisions.Select(Told).Order());
        Assert.Equal(done.Blobs.ToHashSet(), told.Blobs.ToHashSet());
        Assert.Null(await _store.Registry.ReadBlobAsync(App, Some.Digest(TagOf(old, suffix))));
    }

    [Theory]
    [MemberData(nameof(AllSuffixes))]
    public async Task DeleteReferrers_removes_the_tags_of_a_subject_that_a_client_has_deleted(string suffix)
    {
        var image = await PushImageAsync("v1");
        var signature = await PushImageAsync(TagOf(image, suffix));
        var other = await PushImageAsync("v2");
        await PushImageAsync(TagOf(other, suffix));
        await _registry.DeleteManifestAsync(App, Reference.To(image), default);

        // A young signature may have been pushed before its image.
        await CollectAsync(Defaults with { DeletesReferrers = true });
        Assert.Contains(TagOf(image, suffix), (await _registry.ListTagsAsync(App, default))!);
        _time.Advance(2 * Hour);
        await CollectAsync(Defaults);
        Assert.Contains(TagOf(image, suffix), (await _registry.ListTagsAsync(App, default))!);
        var collected = await CollectAsync(Defaults with { DeletesReferrers = true, DeletesUntagged = false });

        Assert.Equal(
            new HashSet<string> { "v2", TagOf(other, suffix) }, (await _registry.ListTagsAsync(App, default))!.ToHashSet());
        Assert.Equal([signature], collected.Manifests);
    }

    [Fact]
    public async Task DeleteReferrers_removes_the_tags_of_a_subject_that_lost_its_tag_in_the_same_sweep_as_the_subject()
    {
        var image = await PushImageAsync("v1");
        await PushImageAsync(TagOf(image, ".sig"));
        await PushImageAsync("v1", "another");
        _time.Advance(2 * Hour);

        await CollectAsync(Defaults with { DeletesReferrers = true });

        Assert.Equal(["v1"], await _registry.ListTagsAsync(App, default));
    }

    [Fact]
    public async Task Signatures_without_subject_do_not_count_against_the_limit()
    {
        await PushImageAsync("v1");
        _time.Advance(Hour);
        await PushImageAsync($"sha256-{new string('a', 64)}.sig");
        _time.Advance(2 * Hour);

        await CollectAsync(Defaults with { KeepTags = [new() { MostRecentlyPushedCount = 1 }] });

        Assert.Contains("v1", (await _registry.ListTagsAsync(App, default))!);
    }

    [Fact]
    public async Task Fallback_tag_of_a_long_digest_is_truncated_to_64_digits()
    {
        var content = Some.Image(layers: [], note: "sha512");
        await _registry.PushBlobsAsync(App, "{}");
        var digest = Some.Digest(content, DigestAlgorithm.Sha512);
        await _registry.PushManifestAsync(new ManifestPush(App, Reference.To(digest), MediaTypes.OciManifest, content), default);
        var tag = $"sha512-{digest.Encoded[..64]}";
        await PushImageAsync(tag);
        await PushImageAsync("v1");

        await CollectAsync(Defaults with { KeepTags = [new() { Patterns = ["v1"] }], DeletesUntagged = false });

        Assert.Equal(new HashSet<string> { "v1", tag }, (await _registry.ListTagsAsync(App, default))!.ToHashSet());
    }

    [Theory]
    [InlineData("sha256-{0}.sig\n")]
    [InlineData("sha256-{0}.sigx")]
    [InlineData("xsha256-{0}.sig")]
    [InlineData("sha256-{0}a")]
    public void Tag_of_another_form_is_not_a_subject_tag(string form) =>
        Assert.False(
            SubjectTag.TryParse(form.Replace("{0}", Some.Digest("x").Encoded.ToString(), StringComparison.Ordinal)) is { } tag
            && tag.IsFor(new HashSet<Digest> { Some.Digest("x") }));

    [Fact]
    public async Task Tag_that_is_deleted_and_pushed_again_counts_as_pushed_now()
    {
        await PushImageAsync("v1");
        _time.Advance(1000 * Hour);
        await _registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);
        await PushImageAsync("v1");
        _time.Advance(2 * Hour);

        await CollectAsync(Defaults with { KeepTags = [new() { PushedWithin = 10 * Hour }] });

        Assert.Equal(["v1"], await _registry.ListTagsAsync(App, default));
    }

    private static string TagOf(Digest subject, string suffix) => $"{subject.Algorithm.Name}-{subject.Encoded}{suffix}";

    private static (string?, bool) Told(RetentionDecision decision) => (decision.Tag, decision.IsKept);

    private async Task<Digest> PushImageAsync(string tag, string? layer = null) =>
        (await _registry.PushImageAsync(App, tag, layer ?? tag)).Digest;

    private async Task<Collected> CollectAsync(CollectionRules rules) =>
        (await _store.Collector.CollectAsync(App, rules, _index, default))!;
}
