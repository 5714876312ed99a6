#if EXT_SEARCH
using System.Diagnostics.CodeAnalysis;
using GraphQL.Conversion;
using GraphQL.Types;

namespace Zot.Extensions.Search.Graph;

/// <summary>The schema of the search, with the names and the order of arguments that zot's clients check.</summary>
internal sealed class SearchSchema : Schema
{
    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "All types of the schema are instances: none is created by reflection.")]
    public SearchSchema()
    {
        NameConverter = DefaultNameConverter.Instance; // names as they are, not in camel case
        var scalars = new Scalars();
        RegisterType(scalars.Text);
        RegisterType(scalars.Flag);
        RegisterType(scalars.Number);
        var images = new ImageTypes(scalars);
        var lists = new ListTypes(scalars, images);
        Query = QueryFields.Build(scalars, new InputTypes(scalars), images, lists);
    }
}
#endif
