#if EXT_LINT
using Zot.Registry;

namespace Zot.Extensions.Lint;

/// <summary>
/// Rejects image manifests that lack mandatory annotations before they reach the inner registry: a rejected push
/// changes no tag.
/// </summary>
/// <remarks>
/// As in zot, applies to OCI image manifests, including artifacts. Indexes, Docker manifests and signatures are exempt.
/// </remarks>
/// <param name="inner">The inner registry.</param>
/// <param name="mandatory">
/// The keys; each must be an annotation of the manifest or a label of its configuration.
/// </param>
internal sealed class LintingRegistry(IRegistry inner, IReadOnlyList<string> mandatory) : DelegatingRegistry(inner)
{
    public override async ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken)
    {
        if (push.MediaType == MediaTypes.OciManifest && !SignatureTag.IsOnlyReferenceOf(push))
        {
            var manifest = push.Manifest;
            if (!SignatureTypes.Contains(manifest.EffectiveArtifactType))
            {
                await CheckAsync(push, manifest, cancellationToken);
            }
        }

        return await Inner.PushManifestAsync(push, cancellationToken);
    }

    private async ValueTask CheckAsync(ManifestPush push, Manifest manifest, CancellationToken cancellationToken)
    {
        if (Missing(mandatory, manifest.Annotations?.Keys) is not { Count: > 0 } missing)
        {
            return;
        }

        // The configuration is read only if needed: labels of image builders are only there.
        var config = manifest.Config!;
        var labels = await ConfigLabels.ReadAsync(Inner, push.Repository, config, cancellationToken);
        missing = Missing(missing, labels.Keys);

        // Content that does not match the digest is rejected by the inner registry.
        if (missing.Count > 0 && (push.Reference.Digest is not { } expected || expected == push.Digest))
        {
            throw Refusal(push.Reference, push.Digest, config.Digest, missing, labels.Fault);
        }
    }

    private static List<string> Missing(IEnumerable<string> wanted, IEnumerable<string>? found) =>
        [.. wanted.Except(found ?? [], StringComparer.Ordinal)];

    // The key and the beginning of the message are zot's; scripts look for both.
    private static RegistryException Refusal(
        Reference reference, Digest manifest, Digest config, IReadOnlyList<string> missing, string? fault)
    {
        var keys = string.Join(' ', missing);
        var labels = fault is null ? "" : $" ({fault})";
        return new RegistryException(
            RegistryError.LintFailed,
            new RegistryErrorDetail(
                "reference", reference.ToString(), $"mandatory annotations are missing: {keys}{labels}")
            {
                More = new(
                    "missingAnnotations",
                    $"\nlinter: neither manifest {manifest} nor config {config}{labels} has [{keys}]"),
            });
    }
}
#endif
