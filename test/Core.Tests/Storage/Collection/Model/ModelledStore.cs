using Xunit;
using Zot.Metadata;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>A store and its model: each step is applied to both, and then they are compared.</summary>
internal sealed class ModelledStore : IAsyncDisposable
{
    // Each step advances the time, so that all ages are distinct.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly RepositoryName[] Names = [Some.Repository, Some.OtherRepository];

    private readonly CollectionRules _rules;
    private readonly ManualTime _time;
    private readonly MemoryDriver _driver;
    private readonly Store _store;
    private readonly IMetadataIndex _index;
    private readonly CallingRegistry _registry;
    private readonly ModelRepository[] _repositories = [new(), new()];
    private readonly Dictionary<Digest, ModelFile> _pool = [];
    private readonly Dictionary<Digest, ModelManifest> _manifests = [];
    private bool _isNoting = true;

    internal ModelledStore(CollectionRules rules, ManualTime time, IMetadataIndex index)
    {
        (_rules, _time, _driver, _index) = (rules, time, new MemoryDriver(time), index);
        _store = Stores.Open(_driver, time: time, lease: () => rules.BlobAge);
        _registry = new CallingRegistry(_store.Registry, static () => null);
        var statistics = new StatisticsSubscriber(index);
        _store.Changes.Subscribe((in ContentChange change) =>
        {
            if (_isNoting)
            {
                statistics.Handle(change);
            }
        });
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _index.DisposeAsync();
    }

    /// <summary>Applies a step to both, and compares them.</summary>
    internal async Task DoAsync(ModelStep step)
    {
        _time.Advance(Moment);
        var (number, tag, layer) = (step.Repository, $"t{step.A}", $"layer{step.B}");
        var image = Some.Image(layers: [Some.Layer(layer)]);
        switch (step.Kind)
        {
            case ModelStepKind.PushImage or ModelStepKind.PushUntagged or ModelStepKind.PushUnnoted:
                await PushBlobAsync(number, "{}");
                await PushBlobAsync(number, layer);
                await PushAsync(
                    step.Kind == ModelStepKind.PushUnnoted ? _store.Registry : _registry,
                    number,
                    step.Kind == ModelStepKind.PushUntagged ? null : tag,
                    new ModelManifest(image, MediaTypes.OciManifest, [Some.Digest("{}"), Some.Digest(layer)], [], Subject: null));
                break;
            case ModelStepKind.PushIndex:
                List<Digest> listed = [.. Known().Where(_repositories[number].Files.ContainsKey).Skip(step.A).Take(step.B)];
                var index = Some.Index(listed.Select(digest => new Descriptor(MediaTypes.OciManifest, digest, _manifests[digest].Content.Length)));
                await PushAsync(_registry, number, step.B % 2 == 0 ? tag : null, new ModelManifest(index, MediaTypes.OciIndex, listed, listed, Subject: null));
                break;
            case ModelStepKind.PushReferrer when Any(step.A) is { } subject:
                await PushBlobAsync(number, "{}");
                var note = Some.Image(subject: new Descriptor(MediaTypes.OciManifest, subject, _manifests[subject].Content.Length), artifactType: "a/b", note: layer);
                await PushAsync(
                    _registry, number, step.B == 0 ? tag : null, new ModelManifest(note, MediaTypes.OciManifest, [Some.Digest("{}")], [], subject));
                break;
            case ModelStepKind.PushAgain when Any(step.B) is { } again:
                await PushAsync(_registry, number, step.A == 0 ? null : tag, _manifests[again]);
                break;
            case ModelStepKind.PushBlob:
                await PushBlobAsync(number, layer);
                break;
            case ModelStepKind.Mount:
                await MountAsync(number, Some.Digest(layer));
                break;
            case ModelStepKind.DeleteTag:
                var wasThere = _repositories[number].Tags.Remove(tag);
                Assert.Equal(wasThere, await _registry.DeleteManifestAsync(Names[number], Reference.To(Tag.Parse(tag)), default));
                break;
            case ModelStepKind.DeleteManifest when Any(step.A) is { } manifest:
                await DeleteAsync(number, manifest);
                break;
            case ModelStepKind.FindBlob:
                Assert.Equal(
                    Renew(_repositories[number].Files.GetValueOrDefault(Some.Digest(layer))),
                    await _registry.RenewBlobAsync(Names[number], Some.Digest(layer), default) is not null);
                break;
            case ModelStepKind.FindManifest when Any(step.A) is { } asked:
                await FindManifestAsync(number, asked);
                break;
            case ModelStepKind.Pull:
                await PullAsync(number, tag);
                break;
            case ModelStepKind.StartUpload:
                await _registry.StartUploadAsync(Names[number], DigestAlgorithm.Sha256, default);
                _repositories[number].Uploads.Add(Now);
                break;
            case ModelStepKind.Wait:
                _time.Advance(TimeSpan.FromMinutes(20 * (step.A + 1)));
                break;
            case ModelStepKind.Sweep or ModelStepKind.DryRun:
                await SweepAsync(number, step.Kind == ModelStepKind.DryRun);
                break;
        }

        await CompareAsync();
    }

    /// <summary>Sweeps both repositories.</summary>
    internal async Task SweepAsync()
    {
        await DoAsync(new ModelStep(ModelStepKind.Sweep, Repository: 0, 0, 0));
        await DoAsync(new ModelStep(ModelStepKind.Sweep, Repository: 1, 0, 0));
    }

    private List<Digest> Known() => [.. _manifests.Keys.OrderBy(static digest => digest.ToString(), StringComparer.Ordinal)];

    private Digest? Any(int number) => Known() is { Count: > 0 } known ? known[number % known.Count] : null;

    private async Task PushBlobAsync(int number, string text)
    {
        await _registry.PushBlobsAsync(Names[number], text);
        var digest = Some.Digest(text);
        var files = _repositories[number].Files;
        if (!files.ContainsKey(digest) && _pool.TryGetValue(digest, out var shared))
        {
            shared.Time = Now;
            files[digest] = shared;
        }
        else
        {
            _pool[digest] = files[digest] = new ModelFile(Now);
        }
    }

    private async Task PushAsync(IRegistry registry, int number, string? tag, ModelManifest manifest)
    {
        var (repository, digest) = (_repositories[number], Some.Digest(manifest.Content));
        _manifests[digest] = manifest;
        if (!manifest.Named.All(repository.Files.ContainsKey))
        {
            await Assert.ThrowsAsync<RegistryException>(() => registry.PushManifestAsync(Names[number], tag, manifest.Content, manifest.MediaType));
            return;
        }

        _isNoting = registry == _registry;
        await registry.PushManifestAsync(Names[number], tag, manifest.Content, manifest.MediaType);
        _isNoting = true;
        var isTaggedAnew = tag is not null && repository.Manifests.Contains(digest) && !repository.Tags.ContainsValue(digest);
        repository.Files[digest] = new ModelFile(Now);
        repository.Manifests.Add(digest);
        if (tag is not null)
        {
            repository.Tags[tag] = digest;
        }

        if (registry == _registry)
        {
            repository.Note(digest, known => known with { Pushed = isTaggedAnew ? Now : known.Pushed ?? Now });
        }
    }

    private async Task MountAsync(int number, Digest digest)
    {
        var (to, from) = (_repositories[number], _repositories[1 - number]);
        if (!Renew(to.Files.GetValueOrDefault(digest)) && from.Files.TryGetValue(digest, out var shared))
        {
            shared.Time = Now;
            to.Files[digest] = shared;
        }

        Assert.Equal(
            to.Files.ContainsKey(digest),
            await _registry.MountBlobAsync(new BlobMount(Names[number], digest, Names[1 - number], static _ => true), default) is not null);
    }

    private async Task DeleteAsync(int number, Digest digest)
    {
        var repository = _repositories[number];
        if (repository.Manifests.Contains(digest) && repository.Manifests.Any(other => _manifests[other].Listed.Contains(digest)))
        {
            await Assert.ThrowsAsync<RegistryException>(
                async () => await _registry.DeleteManifestAsync(Names[number], Reference.To(digest), default));
            return;
        }

        Assert.Equal(repository.Manifests.Contains(digest), await _registry.DeleteManifestAsync(Names[number], Reference.To(digest), default));
        if (Forget(repository, digest))
        {
            repository.Noted.Remove(digest);
            repository.Files.Remove(digest);
        }
    }

    private async Task FindManifestAsync(int number, Digest digest)
    {
        var repository = _repositories[number];
        var isThere = repository.Manifests.Contains(digest);
        if (isThere && !repository.Tags.ContainsValue(digest))
        {
            repository.Files[digest].Time = Now;
        }

        Assert.Equal(isThere, await _registry.RenewManifestAsync(Names[number], Reference.To(digest), default) is not null);
    }

    private async Task PullAsync(int number, string tag)
    {
        var pulled = await _registry.GetManifestAsync(Names[number], Reference.To(Tag.Parse(tag)), default);
        var isThere = _repositories[number].Tags.TryGetValue(tag, out var digest);
        Assert.Equal(isThere ? digest : null, pulled?.Descriptor.Digest);
        if (isThere)
        {
            _index.NotePull(Names[number], digest);
            _repositories[number].Note(digest, known => known with { LastPulled = Now });
        }
    }

    private async Task SweepAsync(int number, bool isDryRun)
    {
        var repository = _repositories[number];
        var expected = new ModelSweep(_rules, repository, _manifests, Now, _index.Since!.Value);

        // A sweep of a settled repository would remove nothing.
        if (!isDryRun && await _store.Collector.IsSettledAsync(Names[number], _rules, default))
        {
            Assert.Empty(expected.Tags);
            Assert.Empty(expected.Manifests);
            Assert.Empty(expected.Blobs);
            Assert.Equal(0, expected.Uploads);
            return;
        }

        var collected = await _store.Collector.CollectAsync(Names[number], _rules with { IsDryRun = isDryRun }, _index, default);
        if (collected is not null)
        {
            Assert.Null(collected.Fault);
            Assert.Equal(
                expected.Tags.Order(StringComparer.Ordinal),
                collected.Decisions.Where(static decision => decision is { IsKept: false, Tag: not null }).Select(static decision => decision.Tag).Order(StringComparer.Ordinal));
            Assert.Equal(Text(expected.Manifests), Text(collected.Manifests));
            Assert.Equal(Text(expected.Blobs), Text(collected.Blobs));
            Assert.Equal(expected.Uploads, collected.Uploads);
            Assert.Equal(expected.IsEmptied, collected.IsEmptied);
        }

        Assert.Equal(collected is not null && (isDryRun || !expected.IsEmptied), await _registry.HasRepositoryAsync(Names[number], default));

        if (!isDryRun)
        {
            Apply(repository, expected);
        }

        if (_rules.NeedStatistics || (expected.IsEmptied && !isDryRun))
        {
            Settle(repository);
        }
    }

    private void Apply(ModelRepository repository, ModelSweep sweep)
    {
        foreach (var tag in sweep.Tags.ToList())
        {
            repository.Tags.Remove(tag);
        }

        foreach (var manifest in sweep.Manifests)
        {
            Forget(repository, manifest);
        }

        foreach (var blob in sweep.Blobs)
        {
            repository.Files.Remove(blob);
            if (_pool.TryGetValue(blob, out var shared) && !_repositories.Any(each => each.Files.GetValueOrDefault(blob) == shared))
            {
                _pool.Remove(blob);
            }
        }

        repository.Uploads.RemoveAll(time => Now - time > _rules.BlobAge);
    }

    private void Settle(ModelRepository repository)
    {
        foreach (var (manifest, known) in repository.Noted.ToList())
        {
            if (!repository.Manifests.Contains(manifest) && !(known.LastPulled >= Now))
            {
                repository.Noted.Remove(manifest);
            }
        }

        foreach (var manifest in repository.Manifests)
        {
            repository.Note(manifest, known => known with { Pushed = known.Pushed ?? repository.Files[manifest].Time });
        }
    }

    private static bool Forget(ModelRepository repository, Digest manifest)
    {
        foreach (var tag in repository.Tags.Where(tag => tag.Value == manifest).Select(static tag => tag.Key).ToList())
        {
            repository.Tags.Remove(tag);
        }

        return repository.Manifests.Remove(manifest);
    }

    // A file that is young enough is not renewed, which saves a write per request.
    private bool Renew(ModelFile? file)
    {
        if (file is not null && Now - file.Time >= _rules.BlobAge / 100)
        {
            file.Time = Now;
        }

        return file is not null;
    }

    private async Task CompareAsync()
    {
        for (var number = 0; number < Names.Length; number++)
        {
            var (name, expected) = (Names[number], _repositories[number]);
            var index = (await _store.Repositories.FindAsync(name, default))?.Index;
            var files = (await _driver.ListAsync(ImageLayout.Blobs(name, DigestAlgorithm.Sha256), default)).Select(static child => $"sha256:{child.Name}");
            Assert.Equal(
                expected.Tags.Select(static tag => $"{tag.Key} {tag.Value}"),
                (index?.Tags ?? []).Select(tag => $"{tag} {index!.Tagged[tag].Descriptor.Digest}"));
            Assert.Equal(Text(expected.Manifests), Text(index?.Manifests.Keys ?? []));
            Assert.Equal(Text(expected.Files.Keys), files.Order(StringComparer.Ordinal));
            Assert.All(expected.Manifests, manifest => Assert.All(_manifests[manifest].Named, named => Assert.Contains(named, expected.Files.Keys)));
        }
    }

    private static IEnumerable<string> Text(IEnumerable<Digest> digests) =>
        digests.Select(static digest => digest.ToString()).Order(StringComparer.Ordinal);
}
