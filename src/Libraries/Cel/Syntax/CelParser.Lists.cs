namespace Zot.Cel.Syntax;

/// <remarks>Parses comma-separated items between brackets.</remarks>
internal sealed partial class CelParser
{
    private List<CelSyntax> ReadArguments()
    {
        _tokens.Expect("(");
        return ReadItems(")", ReadExpression);
    }

    private CelSyntax ReadList()
    {
        var position = _tokens.Take().Position;
        return Checked(new CelSyntax.List(position, ReadItems("]", () =>
        {
            var isOptional = _tokens.TryTake("?");
            return new CelSyntax.Item(ReadExpression(), isOptional);
        })));
    }

    private CelSyntax ReadMap()
    {
        var position = _tokens.Take().Position;
        return Checked(new CelSyntax.Map(position, ReadItems("}", () =>
        {
            var isOptional = _tokens.TryTake("?");
            var key = ReadExpression();
            _tokens.Expect(":");
            return new CelSyntax.Entry(key, ReadExpression(), isOptional);
        })));
    }

    // A trailing comma is allowed.
    private List<T> ReadItems<T>(string end, Func<T> readItem)
    {
        List<T> items = [];
        while (!_tokens.Current.Is(end))
        {
            items.Add(readItem());
            if (!_tokens.TryTake(","))
            {
                break;
            }
        }

        _tokens.Expect(end);
        return items;
    }
}
