using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Core.Tests.Metadata.Queries;

/// <summary>The answers to queries, computed from all records at once: slow, and simple enough to be right.</summary>
/// <param name="repositories">The records of all repositories.</param>
/// <param name="statistics">The statistics, by repository and manifest.</param>
/// <param name="marks">The marks of all users.</param>
internal sealed class NaiveQueries(
    IReadOnlyCollection<RepositoryRecord> repositories,
    IReadOnlyDictionary<(RepositoryName Repository, Digest Manifest), ManifestStatistics> statistics,
    IReadOnlyCollection<UserMark> marks)
{
    private static readonly IReadOnlyDictionary<string, string> NoFacts = new Dictionary<string, string>();

    internal MetadataPage<RepositoryRow> Find(RepositoryQuery query)
    {
        var rows = repositories.Select(repository => Row(repository, query))
            .Where(row => query.IncludesEmpty || row.Images > 0)
            .Where(row => query.Repository is null || row.Name == query.Repository)
            .Where(row => query.Admits is null || query.Admits(row.Name))
            .Where(row => SearchRank.Of(row.Name.ToString(), query.Text) is not null)
            .Where(row => query.Platform is null || row.Platforms.Any(query.Platform.Matches))
            .Where(row => !query.IsSigned || (row.NewestImage is { } newest && newest.Signatures[newest.Manifest.Digest].Any()))
            .Where(row => query.IsStarred is null || row.IsStarred == query.IsStarred)
            .Where(row => query.IsBookmarked is null || row.IsBookmarked == query.IsBookmarked)
            .ToList();
        IEnumerable<RepositoryRow> byName = rows.OrderBy(static row => row.Name.ToString(), StringComparer.Ordinal);
        return Page(query.Page, query.Order switch
        {
            ListOrder.NameDescending => byName.Reverse(),
            ListOrder.Relevance => byName.OrderBy(static row => row.Rank),
            ListOrder.Updated => byName.OrderByDescending(static row => row.Updated ?? DateTimeOffset.MinValue),
            ListOrder.Downloads => byName.OrderByDescending(static row => row.Downloads),
            ListOrder.Stars => byName.OrderByDescending(static row => row.Stars),
            _ => byName,
        });
    }

    internal MetadataPage<ImageRow> Find(ImageQuery query)
    {
        var rows = repositories.SelectMany(Images)
            .Where(row => query.Repository is null || row.Repository == query.Repository)
            .Where(row => query.Admits is null || query.Admits(row.Repository))
            .Where(row => query.Tag is null || row.Tag.Tag == query.Tag)
            .Where(row => row.Tag.Tag.StartsWith(query.TagPrefix ?? "", StringComparison.OrdinalIgnoreCase))
            .Where(row => row.Tag.Tag.Contains(query.TagPart ?? "", StringComparison.OrdinalIgnoreCase))
            .Where(row => !query.IsSigned || row.Signatures[row.Manifest.Digest].Any())
            .Select(row => row with { Images = [.. row.Images.Where(image => Matches(query, row.Manifest, image))] })
            .Where(row => row.Images.Any(image => query.Platform is null || query.Platform.Matches(image.Platform ?? new ImagePlatform("", "")))
                || query is { DigestPrefix: null, DerivedFrom: null, BaseOf: null, Platform: null })
            .ToList();
        IEnumerable<ImageRow> byName = rows.OrderBy(static row => row.Repository.ToString(), StringComparer.Ordinal)
            .ThenBy(static row => row.Tag.Tag, StringComparer.Ordinal);
        return Page(query.Page, query.Order switch
        {
            ListOrder.NameDescending => byName.Reverse(),
            ListOrder.Updated => byName.OrderByDescending(static row => row.Updated ?? DateTimeOffset.MinValue),
            ListOrder.Downloads => byName.OrderByDescending(static row => row.StatisticsOf(row.Manifest.Digest).Downloads),
            _ => byName,
        });
    }

    internal IReadOnlyList<ManifestRecord> FindReferrers(RepositoryName repository, Digest subject) =>
        [.. repositories.Where(record => record.Name == repository)
            .SelectMany(record => record.ReferrersOf(subject)).Where(static manifest => manifest.SignatureKind is null)];

    private static MetadataPage<T> Page<T>(PageRequest page, IEnumerable<T> sorted)
    {
        List<T> all = [.. sorted];
        return new MetadataPage<T>([.. all.Skip(page.Offset).Take(page.Count)], all.Count);
    }

    private static bool Matches(ImageQuery query, ManifestRecord root, ManifestRecord image)
    {
        Digest?[] digests = [image.Digest, image.Config, .. image.Layers.Select(static layer => (Digest?)layer.Digest), root.Digest];
        var hasDigest = query.DigestPrefix is not { } prefix
            || digests.Any(digest => digest.ToString()!.StartsWith(prefix, StringComparison.Ordinal)
                || (digest is { } there && there.Encoded.StartsWith(prefix, StringComparison.Ordinal)));
        return hasDigest
            && (query.DerivedFrom is not { } origin || IsBase(origin, image))
            && (query.BaseOf is not { } derived || IsBase(image, derived));
    }

    private static bool IsBase(ManifestRecord origin, ManifestRecord image) =>
        origin.Digest != image.Digest && origin.Layers.Count > 0
        && string.Concat(image.Layers.Select(static layer => $"{layer.Digest},"))
            .StartsWith(string.Concat(origin.Layers.Select(static layer => $"{layer.Digest},")), StringComparison.Ordinal);

    private static IEnumerable<ManifestRecord> Reachable(
        RepositoryRecord repository, Digest root, HashSet<Digest> seen, ImagePlatform? declared = null)
    {
        if (!seen.Add(root) || repository.Manifests.GetValueOrDefault(root) is not { IsRead: true } manifest)
        {
            return [];
        }

        var hasPlatform = manifest.Platform is { } platform && platform != new ImagePlatform("", "");
        return manifest.Children
            .SelectMany(child => Reachable(
                repository, child, seen, manifest.ChildPlatforms.TryGetValue(child, out var entry) ? entry : null))
            .Prepend(hasPlatform ? manifest : manifest with { Platform = declared ?? manifest.Platform });
    }

    private IEnumerable<ImageRow> Images(RepositoryRecord repository) => repository.Tags
        .Where(static tag => !tag.Tag.StartsWith("sha256-", StringComparison.Ordinal))
        .Where(tag => repository.Manifests.GetValueOrDefault(tag.Manifest) is { IsRead: true, SignatureKind: null })
        .Select(tag => Image(repository, tag));

    private ImageRow Image(RepositoryRecord repository, TagRecord tag)
    {
        var root = repository.Manifests[tag.Manifest];
        List<ManifestRecord> images = [.. Reachable(repository, root.Digest, []).Where(static manifest => manifest.IsImage)];
        HashSet<Digest> shown = [root.Digest, .. images.Select(static image => image.Digest)];
        return new ImageRow(repository.Name, tag, root)
        {
            Images = images,
            Updated = ImageTimes.Updated(root, images),
            Statistics = shown.Where(digest => statistics.ContainsKey((repository.Name, digest)))
                .ToDictionary(static digest => digest, digest => statistics[(repository.Name, digest)]),
            Signatures = shown
                .SelectMany(digest => repository.SignaturesOf(digest)
                    .SelectMany(kind => kind.Select(signature => (digest, Row: new SignatureRow(kind.Key, signature, NoFacts)))))
                .ToLookup(static pair => pair.digest, static pair => pair.Row),
        };
    }

    private RepositoryRow Row(RepositoryRecord repository, RepositoryQuery query)
    {
        var images = Images(repository).ToList();
        var stars = marks.Where(mark => mark.Repository == repository.Name && mark.Kind is MarkKind.Star).ToList();
        var roots = images.SelectMany(image => Reachable(repository, image.Manifest.Digest, []))
            .DistinctBy(static manifest => manifest.Digest).ToList();
        var blobs = roots.SelectMany(static manifest => manifest.Config is { } config
            ? manifest.Layers.Append(new LayerRecord(config, manifest.ConfigSize))
            : manifest.Layers);
        var newest = images.OrderByDescending(static image => image.Updated ?? DateTimeOffset.MinValue)
            .ThenBy(static image => image.Tag.Tag, StringComparer.Ordinal).FirstOrDefault();
        return new RepositoryRow(repository.Name)
        {
            Images = images.Count,
            NewestImage = newest,
            Updated = images.Select(static image => image.Tag.Tagged).Append(newest?.Updated ?? default).Max() is { Ticks: > 0 } time ? time : null,
            Size = roots.Sum(static manifest => manifest.Size) + blobs.DistinctBy(static blob => blob.Digest).Sum(static blob => blob.Size),
            Platforms = [.. images.SelectMany(static image => image.Images).Select(static image => image.Platform).OfType<ImagePlatform>()
                .Distinct().OrderBy(static platform => platform.Os, StringComparer.Ordinal).ThenBy(static platform => platform.Architecture, StringComparer.Ordinal)],
            Vendors = [.. images.SelectMany(static image => image.Images.Append(image.Manifest)).Select(static image => image.Vendor).OfType<string>()
                .Distinct().Order(StringComparer.Ordinal)],
            Downloads = images.Sum(static image => image.StatisticsOf(image.Manifest.Digest).Downloads),
            Stars = stars.Count,
            IsStarred = query.User is not null && stars.Any(mark => mark.User == query.User),
            IsBookmarked = query.User is not null
                && marks.Any(mark => mark.Repository == repository.Name && mark.Kind is MarkKind.Bookmark && mark.User == query.User),
            Rank = SearchRank.Of(repository.Name.ToString(), query.Text) ?? 0,
        };
    }
}
