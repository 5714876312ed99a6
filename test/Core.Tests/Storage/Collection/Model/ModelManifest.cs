using Zot.Registry;

namespace Zot.Storage.Tests.Model;

/// <summary>A manifest that was pushed once.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="MediaType">Its type.</param>
/// <param name="Named">The blobs and manifests that must stay while it does.</param>
/// <param name="Listed">The manifests among them.</param>
/// <param name="Subject">The manifest it refers to.</param>
internal sealed record ModelManifest(byte[] Content, string MediaType, IReadOnlyList<Digest> Named, IReadOnlyList<Digest> Listed, Digest? Subject);
