namespace Zot.Auth.AccessControl;

/// <summary>
/// A glob without braces: a sequence of components that match one or any number of components of a name.
/// </summary>
internal sealed class GlobAlternative
{
    private readonly GlobComponent[] _components;

    public GlobAlternative(GlobComponent[] components)
    {
        _components = components;
        var literals = components.TakeWhile(static component => component.Literal is not null).ToArray();
        var prefix = string.Join('/', literals.Select(static component => component.Literal));
        var next = literals.Length < components.Length ? components[literals.Length] : null;

        // "a/**" matches "a", so the slash is not part of the common prefix.
        Prefix = next is null or { IsAnyDepth: true } || literals.Length == 0
            ? prefix + (literals.Length == 0 ? next?.LeadingText : "")
            : $"{prefix}/{next.LeadingText}";
        LastComponent = components[^1].Literal;
    }

    /// <summary>The common prefix of all matching names.</summary>
    public string Prefix { get; }

    /// <summary>The last component of all matching names; <see langword="null"/> if it can vary.</summary>
    public string? LastComponent { get; }

    /// <summary>Returns whether the whole name matches.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        // Positions in the pattern and in the name; -1 in the name is past its last component.
        var (component, at) = (0, 0);

        // Backtracking positions: if the rest does not match, the last ** consumes one more component.
        var (retryComponent, retryAt) = (-1, -1);
        while (true)
        {
            if (component < _components.Length && _components[component].IsAnyDepth)
            {
                component++;
                if (component == _components.Length)
                {
                    return true;
                }

                (retryComponent, retryAt) = (component, at);
                continue;
            }

            if (at < 0 && component == _components.Length)
            {
                return true;
            }

            if (at >= 0 && component < _components.Length && _components[component].Matches(ComponentAt(name, at)))
            {
                component++;
                at = Following(name, at);
                continue;
            }

            if (retryAt < 0)
            {
                return false;
            }

            retryAt = Following(name, retryAt);
            (component, at) = (retryComponent, retryAt);
        }
    }

    private static ReadOnlySpan<char> ComponentAt(ReadOnlySpan<char> name, int at)
    {
        var rest = name[at..];
        var end = rest.IndexOf('/');
        return end < 0 ? rest : rest[..end];
    }

    private static int Following(ReadOnlySpan<char> name, int at)
    {
        var end = name[at..].IndexOf('/');
        return end < 0 ? -1 : at + end + 1;
    }
}
