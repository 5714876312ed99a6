namespace Zot.Registry;

/// <summary>The caller of an operation, whose rights are decided again at the commit point.</summary>
/// <remarks>A body may take long to arrive: a tag, a user and a policy can all have changed since the request began.</remarks>
public interface ICallContext
{
    /// <summary>Decides whether a push may be committed. Called under the lock of the repository, right before the commit.</summary>
    /// <param name="push">The push.</param>
    /// <param name="exists">Tells whether a tag exists at the commit point.</param>
    /// <param name="cancellationToken">The request.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.Unauthorized"/> or <see cref="RegistryError.Denied"/>: nothing is committed.
    /// </exception>
    ValueTask AuthorizeAsync(ManifestPush push, Func<Tag, bool> exists, CancellationToken cancellationToken);
}
