#if EXT_SEARCH
using GraphQL;
using GraphQL.Resolvers;

namespace Zot.Extensions.Search.Graph;

/// <summary>Reads a field. The resolvers of the library inspect their types by reflection.</summary>
internal sealed class FieldReader(Func<IResolveFieldContext, ValueTask<object?>> read) : IFieldResolver
{
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => read(context);
}
#endif
