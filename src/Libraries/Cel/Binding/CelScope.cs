namespace Zot.Cel.Binding;

/// <summary>The variables of an expression and the slots of their values.</summary>
internal sealed class CelScope
{
    private readonly CelScope? _outer;
    private readonly CelScope _root;
    private readonly Dictionary<string, int> _names = [];

    private CelScope(CelScope? outer)
    {
        _outer = outer;
        _root = outer?._root ?? this;
    }

    /// <summary>The number of slots in all scopes; each variable has its own slot.</summary>
    public int Slots { get; private set; }

    public static CelScope Of(IEnumerable<string> variables)
    {
        var scope = new CelScope(outer: null);
        foreach (var name in variables)
        {
            scope._names.Add(name, scope.Slots++);
        }

        return scope;
    }

    /// <summary>Creates a nested scope that declares a variable, which hides an outer one of the same name.</summary>
    public CelScope With(string name, out int slot)
    {
        slot = _root.Slots++;
        return new CelScope(this) { _names = { [name] = slot } };
    }

    public bool TryFind(string name, out int slot) =>
        _names.TryGetValue(name, out slot) || (_outer is not null && _outer.TryFind(name, out slot));
}
