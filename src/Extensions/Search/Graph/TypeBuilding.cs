#if EXT_SEARCH
using GraphQL;
using GraphQL.Types;
using Zot.Extensions.Search.Queries;

namespace Zot.Extensions.Search.Graph;

/// <summary>
/// Adds fields to types explicitly: names by convention, and types by reflection, are not those of the schema.
/// </summary>
internal static class TypeBuilding
{
    /// <summary>Adds a field; it is null for a source of another type, such as <see cref="Blank"/>.</summary>
    public static ObjectGraphType With<T>(
        this ObjectGraphType type, string name, IGraphType result, Func<T, object?> read)
        where T : class =>
        type.With(name, result, [], context => ValueTask.FromResult(context.Source is T source ? read(source) : null));

    /// <summary>Adds a field that is read when it is selected.</summary>
    public static ObjectGraphType WithLazy<T>(
        this ObjectGraphType type,
        string name,
        IGraphType result,
        Func<T, IResolveFieldContext, ValueTask<object?>> read)
        where T : class =>
        type.With(
            name,
            result,
            [],
            context => context.Source is T source ? read(source, context) : ValueTask.FromResult<object?>(null));

    /// <summary>Adds a field with arguments.</summary>
    public static ObjectGraphType With(
        this ObjectGraphType type,
        string name,
        IGraphType result,
        IEnumerable<QueryArgument> arguments,
        Func<IResolveFieldContext, ValueTask<object?>> read)
    {
        type.AddField(new FieldType
        {
            Name = name,
            ResolvedType = result,
            Arguments = new QueryArguments(arguments),
            Resolver = new FieldReader(read),
        });
        return type;
    }

    /// <summary>Adds a field to an input.</summary>
    public static InputObjectGraphType With(this InputObjectGraphType type, string name, IGraphType value)
    {
        type.AddField(new FieldType { Name = name, ResolvedType = value });
        return type;
    }

    /// <summary>Creates an argument.</summary>
    public static QueryArgument Argument(this IGraphType type, string name) => new(type) { Name = name };

    /// <summary>The type without null.</summary>
    public static NonNullGraphType Required(this IGraphType type) => new(type);

    /// <summary>A list of the type.</summary>
    public static ListGraphType List(this IGraphType type) => new(type);

    /// <summary>The caller and the data of the request.</summary>
    public static SearchContext Search(this IResolveFieldContext context) => (SearchContext)context.UserContext;
}
#endif
