using Microsoft.AspNetCore.WebUtilities;

namespace Zot.Http;

/// <summary>Reads the parameters of a query one by one, so that a request without any costs nothing.</summary>
internal readonly ref struct RequestQuery(string text)
{
    private readonly string _text = text;

    /// <summary>All values of a parameter, in their order.</summary>
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

    /// <summary>Reads a parameter that may come once; <see langword="false"/> when it is repeated.</summary>
    /// <param name="name">Its name, in the case it must have.</param>
    /// <param name="value">Its value; <see langword="null"/> when it is absent.</param>
    public bool TryGetSingle(string name, out string? value)
    {
        var values = All(name);
        value = values.Count > 0 ? values[0] : null;
        return values.Count <= 1;
    }
}
