using Microsoft.AspNetCore.WebUtilities;

namespace Zot.Http.Requests;

/// <summary>Reads query parameters on demand, so that a request without parameters costs nothing.</summary>
internal readonly ref struct RequestQuery(string text)
{
    private readonly string _text = text;

    /// <summary>Returns all values of a parameter, in order.</summary>
    public IReadOnlyList<string> All(string name)
    {
        List<string>? values = null;
        foreach (var pair in new QueryStringEnumerable(_text))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
            {
                (values ??= []).Add(pair.DecodeValue().ToString());
            }
        }

        return values ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Reads a parameter that may appear once. Returns <see langword="false"/> if it is repeated.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <param name="value">The value; <see langword="null"/> if the parameter is missing.</param>
    public bool TryGetSingle(string name, out string? value)
    {
        var values = All(name);
        value = values.Count > 0 ? values[0] : null;
        return values.Count <= 1;
    }
}
