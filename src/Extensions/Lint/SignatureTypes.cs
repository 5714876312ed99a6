#if EXT_LINT
namespace Zot.Extensions.Lint;

/// <summary>The artifact types of signatures, whose tools cannot add annotations.</summary>
internal static class SignatureTypes
{
    private const string Cosign = "application/vnd.dev.cosign.artifact.sig.v1+json";
    private const string SigstoreBundle = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private const string Notation = "application/vnd.cncf.notary.signature";

    /// <summary>Indicates whether an artifact type is a signature.</summary>
    public static bool Contains(string? artifactType) => artifactType is Cosign or SigstoreBundle or Notation;
}
#endif
