namespace Zot.Auth.AccessControl;

/// <summary>Normalizes <c>**</c> at the end of a glob, where zot's globs have two special cases.</summary>
internal static class GlobDepth
{
    private static readonly GlobComponent One = new([GlobToken.Star]);

    public static GlobComponent[] Normalize(List<GlobComponent> components)
    {
        // "a/**/" matches only "a".
        if (components is [.., { IsAnyDepth: false }, { IsAnyDepth: true }, { Literal: "" }])
        {
            return [.. components[..^2]];
        }

        // "a/**/**" matches everything below "a", but not "a".
        return components is [.., { IsAnyDepth: true }, { IsAnyDepth: true }]
            ? [.. components[..^1], One, components[^1]]
            : [.. components];
    }
}
