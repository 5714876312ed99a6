using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Extensions;

/// <summary>An entry of <c>content</c> of an upstream registry; the first entry whose prefix matches applies.</summary>
public sealed record SyncContentOptions : ISection<SyncContentOptions>
{
    /// <summary>The repositories of the upstream registry: a name or a glob. Required.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The path that precedes their names in this registry; <c>/</c> for none. Default: none.</summary>
    public string? Destination { get; init; }

    /// <summary>
    /// Indicates whether the literal part of the prefix is removed from their names in this registry. Default: false.
    /// </summary>
    public bool StripPrefix { get; init; }

    /// <summary>The tags that are copied periodically. Default: all.</summary>
    public SyncTagsOptions? Tags { get; init; }

    /// <summary>
    /// Images that are copied periodically by digest, in addition to the tags: <c>name@sha256:…</c>, with the name in
    /// the upstream registry. Default: none.
    /// </summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    static SyncContentOptions ISection<SyncContentOptions>.Read(Section section)
    {
        var defaults = new SyncContentOptions();
        return new SyncContentOptions
        {
            Prefix = section.Text(defaults.Prefix),
            Destination = section.Text(defaults.Destination),
            StripPrefix = section.Flag(defaults.StripPrefix),
            Tags = section.Group(defaults.Tags),
            Images = section.Texts(defaults.Images),
        };
    }

    void ISection<SyncContentOptions>.Check(SectionRules rules)
    {
        rules.Check(
            GlobSyntax.IsValid(Prefix), Prefix, "must be a repository or a glob", "sync prefix could not be compiled");
        rules.Check(
            !StripPrefix || Destination != "/" || Prefix.Contains("/*", StringComparison.Ordinal), Prefix,
            "must end in /* or /** when it is stripped and the destination is /",
            "can not use stripPrefix true and destination '/' without using glob patterns in prefix");
        rules.CheckEach(Images, SyncImages.IsValid, "must be a repository and a digest: name@sha256:…");
    }
}
