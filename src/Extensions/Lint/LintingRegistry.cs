#if EXT_LINT
using Zot.Registry;

namespace Zot.Extensions.Lint;

/// <summary>
/// Refuses image manifests that lack mandatory annotations, before the registry underneath has seen anything of them: a
/// refused push changes no tag, whatever it is refused for.
/// </summary>
/// <remarks>
/// As in zot, this is about OCI image manifests, artifacts among them. Indexes, Docker's manifests and signatures are not
/// checked.
/// </remarks>
/// <param name="inner">The registry underneath.</param>
/// <param name="mandatory">The keys; each must be an annotation of the manifest or a label of its configuration.</param>
internal sealed class LintingRegistry(IRegistry inner, IReadOnlyList<string> mandatory) : DelegatingRegistry(inner)
{
    public override async ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken)
    {
        if (push.MediaType == MediaTypes.OciManifest && !SignatureTag.IsOnlyReferenceOf(push))
        {
            var manifest = Manifest.ParsePushed(push.MediaType, push.Content);
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

        // Most manifests pass or fail without it, but only the configuration has an image builder's labels.
        var config = manifest.Config!;
        var labels = await ConfigLabels.ReadAsync(Inner, push.Repository, config, cancellationToken);
        missing = Missing(missing, labels.Keys);
        var digest = (push.Reference.Digest?.Algorithm ?? DigestAlgorithm.Sha256).Compute(push.Content.Span);

        // Content that is not what the client has named is refused as that, underneath.
        if (missing.Count > 0 && (push.Reference.Digest is not { } expected || expected == digest))
        {
            throw Refusal(push.Reference, digest, config.Digest, missing, labels.Fault);
        }
    }

    private static List<string> Missing(IEnumerable<string> wanted, IEnumerable<string>? found) =>
        [.. wanted.Except(found ?? [], StringComparer.Ordinal)];

    // The key in the answer and the beginning of its text are zot's; scripts look for both.
    private static RegistryException Refusal(
        Reference reference, Digest manifest, Digest config, IReadOnlyList<string> missing, string? fault)
    {
        var keys = string.Join(' ', missing);
        var labels = fault is null ? "" : $" ({fault})";
        return new RegistryException(
            RegistryError.LintFailed,
            new RegistryErrorDetail("reference", reference.ToString(), $"mandatory annotations are missing: {keys}{labels}")
            {
                More = new("missingAnnotations", $"\nlinter: neither manifest {manifest} nor config {config}{labels} has [{keys}]"),
            });
    }
}
#endif
