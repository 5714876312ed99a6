#if EXT_SEARCH
using GraphQL.Types;

namespace Zot.Extensions.Search.Graph;

/// <summary>
/// The types of vulnerabilities. Without a scanner, no response contains them, but clients check that they exist.
/// </summary>
internal sealed class CveTypes
{
    public CveTypes(Scalars scalars, ImageTypes images, ListTypes lists)
    {
        var package = Texts("PackageInfo", scalars, "Name", "PackagePath", "InstalledVersion", "FixedVersion");
        var vulnerability = Add(
            Texts("CVE", scalars, "Id", "Title", "Description", "Reference", "Severity"),
            "PackageList", package.List());
        var image = new ObjectGraphType { Name = "ImageIdentifier" };
        Add(image, "Repo", scalars.Text.Required());
        Add(image, "Tag", scalars.Text.Required());
        Add(image, "Digest", scalars.Text);
        Add(image, "Platform", images.Platform);
        OfImage = AddList(Texts("CVEResultForImage", scalars, "Tag"));
        Difference = new ObjectGraphType { Name = "CVEDiffResult" };
        Add(Difference, "Minuend", image.Required());
        AddList(Add(Difference, "Subtrahend", image.Required()));

        ObjectGraphType AddList(ObjectGraphType type) =>
            Add(Add(Add(type, "CVEList", vulnerability.List()), "Summary", images.Vulnerabilities), "Page", lists.Page);
    }

    public ObjectGraphType OfImage { get; }

    public ObjectGraphType Difference { get; }

    private static ObjectGraphType Texts(string name, Scalars scalars, params string[] fields) =>
        fields.Aggregate(new ObjectGraphType { Name = name }, (type, field) => Add(type, field, scalars.Text));

    private static ObjectGraphType Add(ObjectGraphType type, string field, IGraphType result) =>
        type.With<object>(field, result, static _ => null);
}
#endif
