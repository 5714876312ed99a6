using System.Collections;

namespace Zot.Cel.Functions;

/// <summary>A library of functions.</summary>
internal sealed class CelLibrary : IEnumerable<KeyValuePair<CelSignature, CelFunction>>
{
    private readonly Dictionary<CelSignature, CelFunction> _functions = [];

    /// <summary>Adds <c>name(arguments)</c>.</summary>
    public void Add(string name, int arguments, CelFunction function) =>
        _functions.Add(new CelSignature(name, IsMember: false, arguments), function);

    /// <summary>Adds <c>value.name(further arguments)</c>.</summary>
    /// <param name="name">The name, with a leading dot.</param>
    /// <param name="least">The minimum number of further arguments.</param>
    /// <param name="most">The maximum number of further arguments.</param>
    /// <param name="function">The function.</param>
    public void Add(string name, int least, int most, CelFunction function)
    {
        for (var further = least; further <= most; further++)
        {
            _functions.Add(new CelSignature(name[1..], IsMember: true, further + 1), function);
        }
    }

    public IEnumerator<KeyValuePair<CelSignature, CelFunction>> GetEnumerator() => _functions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
