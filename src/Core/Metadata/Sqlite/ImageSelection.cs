using Zot.Metadata.Queries;

namespace Zot.Metadata.Sqlite;

/// <summary>A query of images as SQL.</summary>
internal static class ImageSelection
{
    /// <summary>Returns the conditions on <c>images i</c>.</summary>
    internal static QueryConditions Conditions(ImageQuery query)
    {
        var conditions = new QueryConditions();
        if (query.Repository is { } repository)
        {
            conditions.Add($"i.repository = {conditions.Value(repository.ToString())}");
        }

        AddTag(conditions, query);
        AddImages(conditions, query);
        if (query.IsSigned)
        {
            conditions.Add(QueryConditions.IsSigned(
                "i.repository", "(SELECT m.manifest FROM manifest_records m WHERE m.id = i.record)"));
        }

        if (query.Admits is not null)
        {
            conditions.Add("admits(i.repository)");
        }

        return conditions;
    }

    /// <summary>Returns the table of a statement.</summary>
    /// <remarks>
    /// The planner would rather walk all images in their order than look up the few that are selected.
    /// </remarks>
    internal static string Source(ImageQuery query) =>
        query is { DigestPrefix: null, DerivedFrom: null, BaseOf: null }
            ? "images i"
            : "images i INDEXED BY images_of_record";

    /// <summary>Returns the statement that counts the images of all repositories that are admitted.</summary>
    internal static string CountByRepository(ImageQuery query) =>
        $"SELECT coalesce(sum(images), 0) FROM summaries {(query.Admits is null ? "" : "WHERE admits(name)")}";

    /// <summary>Returns the order of <c>images i</c>.</summary>
    internal static string Order(ListOrder order) => order switch
    {
        ListOrder.NameDescending => "i.repository DESC, i.tag DESC",
        ListOrder.Updated => "i.updated DESC, i.repository, i.tag",
        ListOrder.Downloads => "i.downloads DESC, i.repository, i.tag",
        _ => "i.repository, i.tag",
    };

    private static void AddTag(QueryConditions conditions, ImageQuery query)
    {
        if (query.Tag is { } tag)
        {
            conditions.Add($"i.tag = {conditions.Value(tag)}");
        }

        if (query.TagPrefix is { Length: > 0 } prefix)
        {
            var value = conditions.Value(prefix.ToLowerInvariant());
            conditions.Add($"substr(lower(i.tag), 1, length({value})) = {value}");
        }

        if (query.TagPart is { Length: > 0 } part)
        {
            conditions.Add($"instr(lower(i.tag), {conditions.Value(part.ToLowerInvariant())}) > 0");
        }
    }

    // All of them must hold for the same image of the tag.
    private static void AddImages(QueryConditions conditions, ImageQuery query)
    {
        List<string> ofImage = [];
        if (query.DigestPrefix is { } prefix)
        {
            var range = DigestRange.Of(prefix);
            var manifests = range.OfManifests(conditions);
            ofImage.Add($"""
                a.id IN (SELECT id FROM manifest_records WHERE {manifests}
                    UNION SELECT record FROM record_blobs WHERE {range.OfBlobs(conditions)})
                OR x.root IN (SELECT id FROM manifest_records WHERE {manifests})
                """);
        }

        if (query.DerivedFrom is { } origin)
        {
            AddChain(
                conditions, ofImage, origin, static chain => chain.TakeLast(1),
                "SELECT record FROM record_chains WHERE chain IN");
        }

        if (query.BaseOf is { } derived)
        {
            AddChain(
                conditions, ofImage, derived, static chain => chain, "SELECT id FROM manifest_records WHERE chain IN");
        }

        if (query.Platform is not null)
        {
            ofImage.Add("on_platform(x.os, x.architecture)");
        }

        if (ofImage.Count > 0)
        {
            conditions.Add($"""
                i.record IN (SELECT x.root FROM record_images x JOIN manifest_records a ON a.id = x.image
                    WHERE {string.Join(" AND ", ofImage.Select(static condition => $"({condition})"))})
                """);
        }
    }

    private static void AddChain(
        QueryConditions conditions, List<string> ofImage, ManifestRecord reference,
        Func<IReadOnlyList<byte[]>, IEnumerable<byte[]>> wanted, string select)
    {
        var chain = wanted(LayerChain.Of(reference)).Select(conditions.Value);
        ofImage.Add($"a.id IN ({select} ({string.Join(", ", chain)})) AND "
            + $"a.manifest <> {conditions.Value(reference.Digest.ToString())}");
    }
}
