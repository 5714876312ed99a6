using Zot.Registry;

namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>A manifest that was pushed once.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="Named">The referenced blobs and manifests, which must be kept as long as the manifest.</param>
/// <param name="Listed">The manifests among them.</param>
/// <param name="Subject">The subject.</param>
internal sealed record ModelManifest(byte[] Content, string MediaType, IReadOnlyList<Digest> Named, IReadOnlyList<Digest> Listed, Digest? Subject);
