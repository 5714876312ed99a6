using static Zot.Zli.Output.FieldKind;

namespace Zot.Zli.Output;

/// <summary>The shapes of all results, with the names and the order of zot's output.</summary>
internal static class Shapes
{
    /// <summary>The counts of vulnerabilities of an image.</summary>
    public static Shape Vulnerabilities { get; } = new(
        new("maxSeverity"),
        new("unknownCount", Number),
        new("lowCount", Number),
        new("mediumCount", Number),
        new("highCount", Number),
        new("criticalCount", Number),
        new("count", Number));

    /// <summary>A referrer.</summary>
    public static Shape Referrer { get; } = new(
        new("mediatype"),
        new("artifacttype"),
        new("size", Number),
        new("digest"),
        new("annotations", List, new Shape(new("key"), new("value"))));

    /// <summary>A manifest of an image.</summary>
    public static Shape Manifest { get; } = new(
        new("digest"),
        new("configDigest"),
        new("lastUpdated", Time),
        new("size"),
        new("platform", FieldKind.Object, Platform),
        new("isSigned", Flag),
        new("downloadCount", Number),
        new("layers", List, Layer),
        new("history", List, History),
        new("vulnerabilities", FieldKind.Object, Vulnerabilities),
        new("referrers", List, Referrer),
        new("artifactType"),
        new("signatureInfo", List, Signature));

    /// <summary>An image: a tag, with its manifests.</summary>
    public static Shape Image { get; } = new(
        new("repoName"),
        new("tag"),
        new("digest"),
        new("mediaType"),
        new("manifests", List, Manifest),
        new("size"),
        new("downloadCount", Number),
        new("lastUpdated", Time),
        new("lastPullTimestamp", Time),
        new("pushTimestamp", Time),
        new("taggedTimestamp", Time),
        new("description"),
        new("isSigned", Flag),
        new("licenses"),
        new("labels"),
        new("title"),
        new("source"),
        new("documentation"),
        new("authors"),
        new("vendor"),
        new("vulnerabilities", FieldKind.Object, Vulnerabilities),
        new("referrers", List, Referrer),
        new("signatureInfo", List, Signature),
        new("artifactType"));

    /// <summary>A repository.</summary>
    public static Shape Repository { get; } = new(
        new("name"),
        new("lastUpdated", Time),
        new("size"),
        new("platforms", List, Platform),
        new("vendors", Texts),
        new("isStarred", Flag),
        new("isBookmarked", Flag),
        new("starCount", Number),
        new("downloadCount", Number),
        new("newestImage", FieldKind.Object, Image));

    /// <summary>The vulnerabilities of an image.</summary>
    public static Shape CveList { get; } = new(
        new("Tag"),
        new("CVEList", List, new Shape(
            new("Id"),
            new("Severity"),
            new("Title"),
            new("Description"),
            new("PackageList", List, new Shape(
                new("Name"), new("PackagePath"), new("InstalledVersion"), new("FixedVersion"))))),
        new("Summary", FieldKind.Object, Vulnerabilities));

    private static Shape Platform => new(new("os"), new("arch"), new("variant"));

    private static Shape Layer => new(new("size"), new("digest"), new("score", Number));

    private static Shape Signature => new(new("tool"), new("isTrusted", Flag), new("author"));

    private static Shape History => new(
        new("layer", FieldKind.Object, Layer),
        new("historyDescription", FieldKind.Object, new Shape(
            new("created", Time), new("createdBy"), new("author"), new("comment"), new("emptyLayer", Flag))));
}
