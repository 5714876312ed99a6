#if EXT_SEARCH
using GraphQL.Types;
using Zot.Extensions.Search.Cves;
using Zot.Hosting.Vulnerabilities;
using Zot.Metadata;

namespace Zot.Extensions.Search.Graph;

/// <summary>The types of vulnerabilities.</summary>
internal sealed class CveTypes
{
    private readonly ObjectGraphType _vulnerability;
    private readonly ImageTypes _images;
    private readonly ListTypes _lists;

    public CveTypes(Scalars scalars, ImageTypes images, ListTypes lists)
    {
        (_images, _lists) = (images, lists);
        var text = scalars.Text;
        var package = new ObjectGraphType { Name = "PackageInfo" }
            .With<CvePackage>("Name", text, static package => package.Name)
            .With<CvePackage>("PackagePath", text, static package => package.Path)
            .With<CvePackage>("InstalledVersion", text, static package => package.InstalledVersion)
            .With<CvePackage>("FixedVersion", text, static package => package.FixedVersion);
        _vulnerability = new ObjectGraphType { Name = "CVE" }
            .With<Cve>("Id", text, static cve => cve.Id)
            .With<Cve>("Title", text, static cve => cve.Title)
            .With<Cve>("Description", text, static cve => cve.Description)
            .With<Cve>("Reference", text, static cve => cve.Reference)
            .With<Cve>("Severity", text, static cve => CveSummary.WordOf(cve.Severity))
            .With<Cve>("PackageList", package.List(), static cve => cve.Packages);
        var image = new ObjectGraphType { Name = "ImageIdentifier" }
            .With<ComparedImage>("Repo", text.Required(), static image => $"{image.Repository}")
            .With<ComparedImage>("Tag", text.Required(), static image => image.Tag)
            .With<ComparedImage>("Digest", text, static image => $"{image.Manifest.Digest}")
            .With<ComparedImage>(
                "Platform", images.Platform, static image => image.Manifest.Platform ?? new ImagePlatform("", ""));
        OfImage = AddList(new ObjectGraphType { Name = "CVEResultForImage" }
            .With<CveListSource>("Tag", text, static list => list.Tag));
        Difference = AddList(new ObjectGraphType { Name = "CVEDiffResult" }
            .With<CveListSource>("Minuend", image.Required(), static list => list.Minuend)
            .With<CveListSource>("Subtrahend", image.Required(), static list => list.Subtrahend));
    }

    public ObjectGraphType OfImage { get; }

    public ObjectGraphType Difference { get; }

    private ObjectGraphType AddList(ObjectGraphType type) => type
        .With<CveListSource>("CVEList", _vulnerability.List(), static list => list.Cves)
        .With<CveListSource>("Summary", _images.Vulnerabilities, static list => list.Summary)
        .With<CveListSource>("Page", _lists.Page, static list => list.Page);
}
#endif
