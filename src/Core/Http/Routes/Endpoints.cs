using Zot.Http.Access;
using Zot.Http.Blobs;
using Zot.Http.Lists;
using Zot.Http.Manifests;
using Zot.Http.Uploads;

namespace Zot.Http.Routes;

/// <summary>The handlers of the core, from which each request chooses its own.</summary>
internal sealed record Endpoints(
    ManifestEndpoint Manifests,
    BlobEndpoint Blobs,
    UploadEndpoint Uploads,
    TagListEndpoint Tags,
    CatalogEndpoint Catalog,
    ReferrersEndpoint Referrers,
    DiscoverEndpoint Discover,
    ProbeEndpoint Probes,
    Challenge Challenge);
