using Zot.Registry;

namespace Zot.Http.Manifests;

/// <summary>The tags of a push by digest: end-7b.</summary>
internal static class PushedTags
{
    /// <summary>Parses the <c>tag</c> parameters and removes duplicates.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.TooManyTags"/> or <see cref="RegistryError.TagInvalid"/>.
    /// </exception>
    public static IReadOnlyList<Tag> Parse(Reference reference, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        if (texts.Count > ManifestPush.MaxTags)
        {
            throw RegistryError.TooManyTags.With("tag", texts.Count, $"at most {ManifestPush.MaxTags} tags per push");
        }

        var tags = new List<Tag>(texts.Count);
        foreach (var text in texts)
        {
            if (!Tag.TryParse(text.Trim(), out var tag))
            {
                throw RegistryError.TagInvalid.With("tag", text, "is not a valid tag");
            }

            if (!tags.Contains(tag))
            {
                tags.Add(tag);
            }
        }

        return reference.IsDigest
            ? tags
            : throw RegistryError.TagInvalid.With("tag", texts[0], "tag parameters require a push by digest");
    }
}
