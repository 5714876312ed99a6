using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Core.Tests.Storage;
using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Metadata.Sqlite;
using Zot.Metadata.Users;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata.Queries;

/// <summary>A registry with its index, and the answers that the index must give.</summary>
internal sealed class QueryModel : IAsyncDisposable
{
    private const string User = "alice";

    private static readonly RepositoryName[] Names = [RepositoryName.Parse("app"), RepositoryName.Parse("team/app"), RepositoryName.Parse("team/tool")];

    private static readonly string[] Configs =
    [
        "{}",
        """{"os":"linux","architecture":"amd64","created":"2026-01-02T03:04:05.123456789Z","author":"a"}""",
        """{"os":"linux","architecture":"arm","variant":"v7","config":{"Labels":{"org.opencontainers.image.vendor":"Acme","org.label-schema.build-date":"2025-05-05T00:00:00+02:00"}}}""",
        """{"os":"windows","architecture":"amd64","history":[{"created":"2024-01-01T00:00:00Z"}],"config":{"Labels":{"org.label-schema.vendor":"Other"}}}""",
    ];

    // Of an entry in an index: it applies to images whose configuration has none.
    private static readonly DescriptorPlatform?[] Platforms =
        [null, new("linux", "s390x"), new("windows", Architecture: null), new(Os: null, "arm", "v6"), new("", "")];

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly MemoryDriver _driver;
    private readonly Store _store;
    private readonly UserDatabase _users;
    private readonly SqliteUserPreferences _preferences;
    private readonly List<UserMark> _marks = [];
    private MetadataIndex _index;
    private IJobSource _jobs = null!;

    internal QueryModel()
    {
        _driver = new MemoryDriver(_time);
        _store = Stores.Open(_driver, time: _time);
        _users = new UserDatabase(_directory.Path, _time, NullLogger<UserDatabase>.Instance);
        _preferences = new SqliteUserPreferences(_users);
        _index = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _index.DisposeAsync();
        await _store.DisposeAsync();
        _users.Dispose();
        _directory.Dispose();
    }

    internal async Task DoAsync(QueryStep step)
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        var repository = Names[step.Repository];
        var tag = step.A % 2 == 0 ? $"v{step.A}" : $"Latest{step.A}";
        var target = await _store.Registry.FindManifestAsync(repository, Reference.To(Tag.Parse(tag)), default);
        switch (step.Kind)
        {
            case QueryStepKind.PushImage or QueryStepKind.PushAnotherImage:
                await PushImageAsync(repository, tag, step.B, Enumerable.Range(0, step.Kind is QueryStepKind.PushImage ? step.B : step.A));
                break;
            case QueryStepKind.PushIndex or QueryStepKind.PushIndexOfIndex:
                await PushIndexAsync(repository, tag, step);
                break;
            case QueryStepKind.Restart:
                await _index.DisposeAsync();
                _index = Open();
                break;
            case QueryStepKind.Reread:
                await foreach (var job in _jobs.EnumerateAsync(default))
                {
                    await job.RunAsync(default);
                }

                break;
            case QueryStepKind.Star or QueryStepKind.Bookmark:
                await MarkAsync(new UserMark(
                    step.Kind is QueryStepKind.Star ? MarkKind.Star : MarkKind.Bookmark, step.A == 0 ? "bob" : User, repository));
                break;
            default:
                await ChangeAsync(step, repository, tag, target);
                break;
        }
    }

    /// <summary>Compares the answers to all kinds of queries.</summary>
    internal async Task CheckAsync()
    {
        var queries = _index.Queries;
        var (naive, records) = await ComputeAsync();
        foreach (var query in RepositoryQueries())
        {
            Assert.Equal(RowText.Of(naive.Find(query)), RowText.Of(await queries.FindRepositoriesAsync(query, default)));
        }

        foreach (var query in ImageQueries(records))
        {
            Assert.Equal(RowText.Of(naive.Find(query)), RowText.Of(await queries.FindImagesAsync(query, default)));
        }

        foreach (var record in records)
        {
            foreach (var digest in record.Manifests.Keys)
            {
                Assert.Equal(
                    naive.FindReferrers(record.Name, digest).Select(RowText.Of),
                    (await queries.FindReferrersAsync(record.Name, digest, default)).Select(RowText.Of));
            }
        }
    }

    private static IEnumerable<RepositoryQuery> RepositoryQueries()
    {
        var orders = Enum.GetValues<ListOrder>().Select(static order => new RepositoryQuery { Order = order, User = User, Page = new(1, 2) });
        return
        [
            .. orders,
            new() { IncludesEmpty = true },
            new() { Repository = Names[1], User = "bob" },
            new() { Text = "ap", Order = ListOrder.Relevance },
            new() { Text = "team/to", Order = ListOrder.Relevance },
            new() { Admits = static name => name != Names[0], Order = ListOrder.Updated },
            new() { IsSigned = true },
            new() { IsStarred = true, User = User },
            new() { IsStarred = false, User = User },
            new() { IsBookmarked = true, User = User },
            new() { IsBookmarked = true },
            new() { Platform = new(["linux"], []) },
            new() { Platform = new(["LINUX"], ["arm", "s390x"]), Page = new(0, 1) },
        ];
    }

    private static IEnumerable<ImageQuery> ImageQueries(IReadOnlyList<RepositoryRecord> records)
    {
        var manifests = records.SelectMany(static record => record.Manifests.Values).Take(2).ToList();
        var digests = manifests.SelectMany(static manifest => manifest.Layers.Select(static layer => layer.Digest).Append(manifest.Digest)).Take(3);
        return
        [
            .. Enum.GetValues<ListOrder>().Select(static order => new ImageQuery { Order = order, Page = new(1, 3) }),
            new() { Repository = Names[0], Tag = "v0" },
            new() { Repository = Names[1], TagPrefix = "LATEST" },
            new() { TagPart = "1", Admits = static name => name == Names[1] },
            new() { Admits = static name => name == Names[2], Page = new(0, 1) },
            new() { IsSigned = true },
            new() { Platform = new([], ["arm"]) },
            .. digests.Select(static digest => new ImageQuery { DigestPrefix = digest.ToString()[..20], Platform = new(["linux"], []) }),
            .. digests.Select(static digest => new ImageQuery { DigestPrefix = digest.Encoded[..7].ToString() }),
            new() { DigestPrefix = "xyz" },
            .. manifests.Select(static manifest => new ImageQuery { DerivedFrom = manifest }),
            .. manifests.Select(static manifest => new ImageQuery { BaseOf = manifest, Order = ListOrder.Updated }),
        ];
    }

    private async Task<(NaiveQueries Naive, IReadOnlyList<RepositoryRecord> Records)> ComputeAsync()
    {
        // The first query writes everything that is pending: it must not depend on the reads that follow.
        await _index.Queries.FindRepositoriesAsync(new RepositoryQuery(), default);
        List<RepositoryRecord> records = [];
        Dictionary<(RepositoryName, Digest), ManifestStatistics> statistics = [];
        foreach (var name in Names)
        {
            if (await _index.FindRepositoryAsync(name, default) is { } record)
            {
                records.Add(record);
            }

            foreach (var (manifest, known) in await _index.ReadAsync(name, default))
            {
                statistics[(name, manifest)] = known;
            }
        }

        return (new NaiveQueries(records, statistics, _marks), records);
    }

    private MetadataIndex Open()
    {
        _index = SqliteMetadataStore.OpenIndex(_directory.Path, _time, NullLogger<MetadataIndex>.Instance);
        _jobs = _index.Follow(new ContentFeed(_store.Registry, [_store], _ => _store), _store.Registry);
        return _index;
    }

    private async Task PushImageAsync(RepositoryName repository, string? tag, int config, IEnumerable<int> layers)
    {
        string[] texts = [.. layers.Select(static layer => $"layer{layer}")];
        await _store.Registry.PushBlobsAsync(repository, [Configs[config], .. texts]);
        var pushed = await _store.Registry.PushManifestAsync(
            repository, tag, Some.Image(Some.Config(Configs[config]), texts.Select(static text => Some.Layer(text)), note: $"{config % 2}"));
        _index.NotePush(repository, pushed.Digest, User);
    }

    private async Task PushIndexAsync(RepositoryName repository, string tag, QueryStep step)
    {
        var there = await _store.Registry.ListTagsAsync(repository, default) ?? [];
        List<Descriptor> children = [];
        foreach (var name in there.Where(static name => !name.StartsWith("sha256-", StringComparison.Ordinal)).Take(step.B))
        {
            var child = (await _store.Registry.FindManifestAsync(repository, Reference.To(Tag.Parse(name)), default))!;
            children.Add(child with { Platform = Platforms[(step.A + children.Count) % Platforms.Length] });
        }

        var inner = Some.Index(children);
        if (step.Kind is QueryStepKind.PushIndexOfIndex)
        {
            var nested = await _store.Registry.PushManifestAsync(repository, tag: null, inner, MediaTypes.OciIndex);
            inner = Some.Index([nested, .. children]);
        }

        await _store.Registry.PushManifestAsync(repository, tag, inner, MediaTypes.OciIndex);
    }

    private async Task MarkAsync(UserMark mark)
    {
        if (await _preferences.ToggleAsync(mark, default))
        {
            _marks.Add(mark);
        }
        else
        {
            _marks.Remove(mark);
        }
    }

    private async Task ChangeAsync(QueryStep step, RepositoryName repository, string tag, Descriptor? target)
    {
        if (target is null)
        {
            return;
        }

        var registry = _store.Registry;
        await registry.PushBlobsAsync(repository, "{}");
        switch (step.Kind)
        {
            case QueryStepKind.PushNotation:
                await registry.PushManifestAsync(
                    repository, step.B == 0 ? "signature" : null,
                    Some.Image(subject: target, artifactType: "application/vnd.cncf.notary.signature", note: $"{step.B}"));
                break;
            case QueryStepKind.PushCosignTag:
                await registry.PushImageAsync(repository, $"sha256-{target.Digest.Encoded}.sig", $"signature{step.B}");
                break;
            case QueryStepKind.PushReferrer:
                await registry.PushManifestAsync(
                    repository, step.B == 0 ? "sbom" : null, Some.Image(subject: target, artifactType: "text/plain", note: $"{step.B}"));
                break;
            case QueryStepKind.DeleteTag:
                await registry.DeleteManifestAsync(repository, Reference.To(Tag.Parse(tag)), default);
                break;
            case QueryStepKind.DeleteManifest:
                await DeleteAsync(repository, target.Digest);
                break;
            case QueryStepKind.Pull:
                _index.NotePull(repository, target.Digest);
                break;
        }
    }

    private async Task DeleteAsync(RepositoryName repository, Digest manifest)
    {
        try
        {
            await _store.Registry.DeleteManifestAsync(repository, Reference.To(manifest), default);
            _index.NoteDeletion(repository, manifest);
        }
        catch (RegistryException rejection) when (rejection.Error == RegistryError.StillReferenced)
        {
            // An index lists it.
        }
    }
}
