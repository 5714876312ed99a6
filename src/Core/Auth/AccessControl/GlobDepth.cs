namespace Zot.Auth.AccessControl;

/// <summary>What <c>**</c> means at the end of a glob, where zot's globs have two peculiarities.</summary>
internal static class GlobDepth
{
    private static readonly GlobComponent One = new([GlobToken.Star]);

    public static GlobComponent[] Settle(List<GlobComponent> components)
    {
        // "a/**/" matches "a" and nothing below.
        if (components is [.., { IsAnyDepth: false }, { IsAnyDepth: true }, { Literal: "" }])
        {
            return [.. components[..^2]];
        }

        // "a/**/**" matches all that is below "a", but not "a".
        return components is [.., { IsAnyDepth: true }, { IsAnyDepth: true }]
            ? [.. components[..^1], One, components[^1]]
            : [.. components];
    }
}
