#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Conversion;

/// <summary>
/// An attestation of BuildKit, which a list of Docker contains beside the manifest that it describes.
/// </summary>
/// <param name="Manifest">The manifest of the attestation.</param>
/// <param name="Subject">The digest of the described manifest, as in the list: before a conversion.</param>
internal sealed record DockerAttestation(Descriptor Manifest, Digest Subject);
#endif
