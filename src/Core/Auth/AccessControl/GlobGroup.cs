namespace Zot.Auth.AccessControl;

/// <summary>The globs that share a prefix, longest glob first.</summary>
internal sealed class GlobGroup
{
    private readonly List<(int Rank, GlobAlternative Glob)> _others = [];
    private readonly Dictionary<string, List<(int Rank, GlobAlternative Glob)>> _byLastComponent =
        new(StringComparer.Ordinal);

    /// <summary>Adds a glob. Globs must be added in ascending order of rank.</summary>
    public void Add(int rank, GlobAlternative glob)
    {
        if (glob.LastComponent is not { } last)
        {
            _others.Add((rank, glob));
            return;
        }

        if (!_byLastComponent.TryGetValue(last, out var globs))
        {
            _byLastComponent.Add(last, globs = []);
        }

        globs.Add((rank, glob));
    }

    /// <summary>
    /// Returns the lowest rank of a matching glob if it is below <paramref name="best"/>; otherwise
    /// <paramref name="best"/>.
    /// </summary>
    public int FindBetter(ReadOnlySpan<char> name, int best, ref int tried)
    {
        best = FindBetter(_others, name, best, ref tried);
        return _byLastComponent.Count > 0
            && _byLastComponent.GetAlternateLookup<ReadOnlySpan<char>>()
                .TryGetValue(name[(name.LastIndexOf('/') + 1)..], out var globs)
            ? FindBetter(globs, name, best, ref tried)
            : best;
    }

    private static int FindBetter(
        List<(int Rank, GlobAlternative Glob)> globs, ReadOnlySpan<char> name, int best, ref int tried)
    {
        foreach (var (rank, glob) in globs)
        {
            if (rank >= best)
            {
                break;
            }

            tried++;
            if (glob.Matches(name))
            {
                return rank;
            }
        }

        return best;
    }
}
