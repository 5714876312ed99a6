namespace Zot.Registry;

/// <summary>The caller of an operation, whose permissions are checked again at the commit point.</summary>
/// <remarks>
/// A body may take long to arrive, and tags, users and policies may have changed since the request began.
/// </remarks>
public interface ICallContext
{
    /// <summary>
    /// Authorizes the commit of a push. Called under the lock of the repository, right before the commit.
    /// </summary>
    /// <param name="push">The push.</param>
    /// <param name="exists">Returns whether a tag exists at the commit point.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.Unauthorized"/> or <see cref="RegistryError.Denied"/>: nothing is committed.
    /// </exception>
    ValueTask AuthorizeAsync(ManifestPush push, Func<Tag, bool> exists, CancellationToken cancellationToken);
}
