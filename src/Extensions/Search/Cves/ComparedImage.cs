#if EXT_SEARCH
using Zot.Metadata;
using Zot.Registry;

namespace Zot.Extensions.Search.Cves;

/// <summary>An image whose vulnerabilities are compared, in a response.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Manifest">The manifest of one platform.</param>
internal sealed record ComparedImage(RepositoryName Repository, string Tag, ManifestRecord Manifest);
#endif
