namespace Zot.Auth.AccessControl;

/// <summary>A glob without braces: components, each of which matches one of the name, or any number of them.</summary>
internal sealed class GlobAlternative
{
    private readonly GlobComponent[] _components;

    public GlobAlternative(GlobComponent[] components)
    {
        _components = components;
        var literals = components.TakeWhile(static component => component.Literal is not null).ToArray();
        var prefix = string.Join('/', literals.Select(static component => component.Literal));
        var next = literals.Length < components.Length ? components[literals.Length] : null;

        // "a/**" matches "a", so the slash does not belong to what every name starts with.
        Prefix = next is null or { IsAnyDepth: true } || literals.Length == 0
            ? prefix + (literals.Length == 0 ? next?.LeadingText : "")
            : $"{prefix}/{next.LeadingText}";
        LastComponent = components[^1].Literal;
    }

    /// <summary>What every name starts with that matches.</summary>
    public string Prefix { get; }

    /// <summary>The last component of every name that matches; <see langword="null"/> when it may differ.</summary>
    public string? LastComponent { get; }

    /// <summary>Whether the whole name matches.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        // Position in the pattern and in the name; -1 in the name is behind its last component.
        var (component, at) = (0, 0);

        // Where to go on, with one component more for it, when what follows the last ** does not fit.
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
