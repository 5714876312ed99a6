#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Tests.Sync;

/// <summary>A registry that fails unexpectedly for one tag.</summary>
internal sealed class FailingRegistry(IRegistry inner) : DelegatingRegistry(inner)
{
    /// <summary>The message of its exceptions.</summary>
    public const string Reason = "the medium is damaged";

    public string? FailsToFind { get; init; }

    public string? FailsToDelete { get; init; }

    public override ValueTask<Descriptor?> FindManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
        reference.ToString() == FailsToFind ? throw new InvalidOperationException(Reason) : base.FindManifestAsync(repository, reference, cancellationToken);

    public override ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken) =>
        delete.Reference.ToString() == FailsToDelete ? throw new InvalidOperationException(Reason) : base.DeleteManifestAsync(delete, cancellationToken);
}
#endif
