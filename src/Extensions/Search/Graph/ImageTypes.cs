#if EXT_SEARCH
using GraphQL;
using GraphQL.Types;
using Zot.Extensions.Search.Cves;
using Zot.Extensions.Search.Queries;
using Zot.Hosting.Vulnerabilities;
using Zot.Metadata;
using Zot.Registry;

namespace Zot.Extensions.Search.Graph;

/// <summary>The types of images and their parts.</summary>
internal sealed class ImageTypes
{
    private readonly Scalars _scalars;

    public ImageTypes(Scalars scalars)
    {
        _scalars = scalars;
        var (text, flag) = (scalars.Text, scalars.Flag);
        Platform = new ObjectGraphType { Name = "Platform" }
            .With<object>("Os", text, static source => ((ImagePlatform)source).Os)
            .With<object>("Arch", text, static source => ((ImagePlatform)source).Architecture);
        Layer = new ObjectGraphType { Name = "LayerSummary" }
            .With<object>("Size", text, static source => Decimal(((LayerRecord)source).Size))
            .With<object>("Digest", text, static source => $"{((LayerRecord)source).Digest}");
        Vulnerabilities = BuildVulnerabilities();
        Signature = new ObjectGraphType { Name = "SignatureSummary" }
            .With<SignatureEntry>("Tool", text, static entry => entry.Tool)
            .With<SignatureEntry>("IsTrusted", flag, static entry => entry.IsTrusted)
            .With<SignatureEntry>("Author", text, static entry => entry.Author);
        Referrer = BuildReferrer();
        History = BuildHistory();
        Manifest = BuildManifest();
        Image = BuildImage();
    }

    public ObjectGraphType Platform { get; }

    public ObjectGraphType Layer { get; }

    public ObjectGraphType Vulnerabilities { get; }

    public ObjectGraphType Referrer { get; }

    public ObjectGraphType Image { get; }

    private ObjectGraphType Signature { get; }

    private ObjectGraphType History { get; }

    private ObjectGraphType Manifest { get; }

    private static string Decimal(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static List<object> SignaturesOf(ManifestSource source) =>
        [.. source.Row.Signatures[source.Manifest.Digest].SelectMany(Signatures.Of)];

    private static async ValueTask<object?> ReferrersOfAsync(
        RepositoryName repository, Digest digest, IResolveFieldContext context) =>
        await ImageQueries.FindReferrersAsync(context, repository, digest);

    private ObjectGraphType BuildVulnerabilities()
    {
        var type = new ObjectGraphType { Name = "ImageVulnerabilitySummary" }
            .With<CveSummary>("MaxSeverity", _scalars.Text, static summary => summary.MaxSeverity)
            .With<CveSummary>("Count", _scalars.Number, static summary => summary.Count);
        foreach (var severity in Enum.GetValues<CveSeverity>())
        {
            type.With<CveSummary>($"{severity}Count", _scalars.Number, summary => summary.CountOf(severity));
        }

        return type;
    }

    private ObjectGraphType BuildReferrer()
    {
        var annotation = new ObjectGraphType { Name = "Annotation" }
            .With<object>("Key", _scalars.Text, static source => ((KeyValuePair<string, string>)source).Key)
            .With<object>("Value", _scalars.Text, static source => ((KeyValuePair<string, string>)source).Value);
        return new ObjectGraphType { Name = "Referrer" }
            .With<ManifestRecord>("MediaType", _scalars.Text, static record => OciTypes.Of(record.MediaType))
            .With<ManifestRecord>("ArtifactType", _scalars.Text, static record => record.ArtifactType ?? "")
            .With<ManifestRecord>("Size", _scalars.Number, static record => record.Size)
            .With<ManifestRecord>("Digest", _scalars.Text, static record => $"{record.Digest}")
            .With<ManifestRecord>("Annotations", annotation.List().Required(), static record =>
                record.Annotations.OrderBy(static pair => pair.Key, StringComparer.Ordinal).ToList());
    }

    private ObjectGraphType BuildHistory()
    {
        var (text, time) = (_scalars.Text, _scalars.Time);
        var description = new ObjectGraphType { Name = "HistoryDescription" }
            .With<HistoryStep>("Created", time, static step => step.Created)
            .With<HistoryStep>("CreatedBy", text, static step => step.CreatedBy)
            .With<HistoryStep>("Author", text, static step => step.Author)
            .With<HistoryStep>("Comment", text, static step => step.Comment)
            .With<HistoryStep>("EmptyLayer", _scalars.Flag, static step => step.IsEmpty);
        return new ObjectGraphType { Name = "LayerHistory" }
            .With<HistoryStep>("Layer", Layer, static step => step.Layer)
            .With<HistoryStep>("HistoryDescription", description, static step => step);
    }

    private ObjectGraphType BuildManifest()
    {
        var (text, time) = (_scalars.Text, _scalars.Time);
        return new ObjectGraphType { Name = "ManifestSummary" }
            .With<ManifestSource>("Digest", text, static source => $"{source.Manifest.Digest}")
            .With<ManifestSource>("ConfigDigest", text, static source => $"{source.Manifest.Config}")
            .With<ManifestSource>("LastUpdated", time, static source => source.Manifest.Updated)
            .With<ManifestSource>("Size", text, static source => Decimal(source.Manifest.TotalSize))
            .With<ManifestSource>(
                "IsSigned", _scalars.Flag, static source => source.Row.Signatures.Contains(source.Manifest.Digest))
            .With<ManifestSource>("SignatureInfo", Signature.List(), SignaturesOf)
            .With<ManifestSource>(
                "Platform", Platform, static source => source.Manifest.Platform ?? new ImagePlatform("", ""))
            .With<ManifestSource>(
                "DownloadCount", _scalars.Number,
                static source => source.Row.StatisticsOf(source.Manifest.Digest).Downloads)
            .With<ManifestSource>("Layers", Layer.List(), static source => source.Manifest.Layers)
            .WithLazy<ManifestSource>("History", History.List(), HistoryReader.ReadAsync)
            .WithLazy<ManifestSource>("Vulnerabilities", Vulnerabilities, static (source, context) =>
                context.Search().Cves.SummarizeAsync(
                    context, source.Row.Repository, source.Manifest.Digest,
                    $"unable to run vulnerability scan in repo {source.Row.Repository}: "
                    + $"manifest digest: {source.Manifest.Digest}, "))
            .WithLazy<ManifestSource>("Referrers", Referrer.List(), static (source, context) =>
                ReferrersOfAsync(source.Row.Repository, source.Manifest.Digest, context))
            .With<ManifestSource>("ArtifactType", text, static source => source.Manifest.ArtifactType ?? "");
    }

    private ObjectGraphType BuildImage()
    {
        var type = new ObjectGraphType { Name = "ImageSummary" };
        AddIdentity(type);
        AddDeclared(type);
        return type
            .WithLazy<ImageSource>("Vulnerabilities", Vulnerabilities, static (source, context) =>
                context.Search().Cves.SummarizeAsync(
                    context, source.Row.Repository, source.Row.Manifest.Digest,
                    $"unable to run vulnerability scan on tag {source.Row.Tag.Tag} in repo {source.Row.Repository}: "))
            .WithLazy<ImageSource>("Referrers", Referrer.List(), static (source, context) =>
                ReferrersOfAsync(source.Row.Repository, source.Row.Manifest.Digest, context))
            .With<ImageSource>("IsDeletable", _scalars.Flag, static source => source.IsDeletable)
            .With<ImageSource>("ArtifactType", _scalars.Text, static source => source.Row.Manifest.ArtifactType ?? "");
    }

    private void AddIdentity(ObjectGraphType type)
    {
        var (text, time) = (_scalars.Text, _scalars.Time);
        type.With<ImageSource>("RepoName", text, static source => $"{source.Row.Repository}")
            .With<ImageSource>("Tag", text, static source => source.Row.Tag.Tag)
            .With<ImageSource>("Digest", text, static source => $"{source.Row.Manifest.Digest}")
            .With<ImageSource>("MediaType", text, static source => OciTypes.Of(source.Row.Manifest.MediaType))
            .With<ImageSource>("Manifests", Manifest.List(), static source =>
                source.Row.Images.Select(image => new ManifestSource(source.Row, image)).ToList())
            .With<ImageSource>("Size", text, static source => Decimal(source.Row.Size))
            .With<ImageSource>("DownloadCount", _scalars.Number, static source => StatisticsOf(source).Downloads)
            .With<ImageSource>("LastPullTimestamp", time, static source => StatisticsOf(source).LastPulled)
            .With<ImageSource>("PushTimestamp", time, static source => StatisticsOf(source).Pushed)
            .With<ImageSource>("PushedBy", text, static source => StatisticsOf(source).PushedBy ?? "")
            .With<ImageSource>("TaggedTimestamp", time, static source => source.Row.Tag.Tagged)
            .With<ImageSource>("LastUpdated", time, static source => source.Row.Updated);

        static ManifestStatistics StatisticsOf(ImageSource source) =>
            source.Row.StatisticsOf(source.Row.Manifest.Digest);
    }

    private void AddDeclared(ObjectGraphType type)
    {
        var text = _scalars.Text;
        type.With<ImageSource>(
            "Description", text, static source => Declared.Find(source.Row, "description", "description"))
            .With<ImageSource>(
                "IsSigned", _scalars.Flag, static source => source.Row.Signatures.Contains(source.Row.Manifest.Digest))
            .With<ImageSource>("SignatureInfo", Signature.List(), static source =>
                SignaturesOf(new ManifestSource(source.Row, source.Row.Manifest)))
            .With<ImageSource>("Licenses", text, static source => Declared.Find(source.Row, "licenses", "license"))
            .With<ImageSource>("Labels", text, static source => Declared.Labels(source.Row))
            .With<ImageSource>("Title", text, static source => Declared.Find(source.Row, "title", "name"))
            .With<ImageSource>("Source", text, static source => Declared.Find(source.Row, "source", "vcs-url"))
            .With<ImageSource>(
                "Documentation", text, static source => Declared.Find(source.Row, "documentation", "usage"))
            .With<ImageSource>("Vendor", text, static source => Declared.Find(source.Row, "vendor", "vendor"))
            .With<ImageSource>("Authors", text, static source => Declared.Authors(source.Row));
    }
}
#endif
