#if EXT_SEARCH
using GraphQLParser.AST;

namespace Zot.Extensions.Search.Limits;

/// <summary>Measures a document before it is validated or executed, in time proportional to its limits.</summary>
internal sealed class QueryCost
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = new(StringComparer.Ordinal);
    private readonly HashSet<GraphQLFragmentDefinition> _used = [];
    private int _fields;
    private int _rootFields;

    private QueryCost(GraphQLDocument document)
    {
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            _fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
        }
    }

    /// <summary>Returns what a document exceeds; <see langword="null"/> if it is within the limits.</summary>
    public static string? FindExcess(GraphQLDocument document)
    {
        var cost = new QueryCost(document);
        return document.Definitions.OfType<GraphQLOperationDefinition>()
            .Select(operation => cost.FindExcess(operation.SelectionSet, 1, isRoot: true))
            .Concat(cost.MeasureUnused(document))
            .FirstOrDefault(static excess => excess is not null);
    }

    // They are an error, but validation compares their fields before it reports that.
    private IEnumerable<string?> MeasureUnused(GraphQLDocument document) =>
        document.Definitions.OfType<GraphQLFragmentDefinition>()
            .Where(_used.Add)
            .Select(fragment => FindExcess(fragment.SelectionSet, 1, isRoot: false));

    private string? FindExcess(GraphQLSelectionSet? selections, int depth, bool isRoot)
    {
        if (selections is null)
        {
            return null;
        }

        if (depth > QueryLimits.Depth)
        {
            return $"the query is nested deeper than {QueryLimits.Depth} levels";
        }

        foreach (var selection in selections.Selections)
        {
            if (++_fields > QueryLimits.Fields)
            {
                return $"the query selects more than {QueryLimits.Fields} fields";
            }

            var isField = selection is GraphQLField;
            if (isRoot && isField && ++_rootFields > QueryLimits.RootFields)
            {
                return $"the query has more than {QueryLimits.RootFields} fields at its root";
            }

            if (FindExcess(SelectionsOf(selection), depth + 1, isRoot && !isField) is { } excess)
            {
                return excess;
            }
        }

        return null;
    }

    private GraphQLSelectionSet? SelectionsOf(ASTNode selection) => selection switch
    {
        GraphQLFragmentSpread spread => SelectionsOf(spread),
        IHasSelectionSetNode node => node.SelectionSet,
        _ => null,
    };

    private GraphQLSelectionSet? SelectionsOf(GraphQLFragmentSpread spread)
    {
        if (!_fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment))
        {
            return null;
        }

        _used.Add(fragment);
        return fragment.SelectionSet;
    }
}
#endif
