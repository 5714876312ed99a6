namespace Zot.Registry;

/// <summary>
/// The caller of an operation, with the request that carries the call. Operations of the registry itself have none.
/// </summary>
public class CallContext
{
    /// <summary>The name of the user; <see langword="null"/> for an anonymous user.</summary>
    public virtual string? User { get; init; }

    /// <summary>
    /// The request of the caller. To be read while it lasts, such as in the handler of a feed, and not later.
    /// </summary>
    public virtual CallRequest? Request { get; init; }

    /// <summary>Indicates whether content is stored beyond quotas. It counts as usage all the same.</summary>
    public virtual bool IsExemptFromQuotas => false;

    /// <summary>
    /// Authorizes the commit of a push. Called under the lock of the repository, right before the commit.
    /// </summary>
    /// <remarks>
    /// A body may take long to arrive, and tags, users and policies may have changed since the request began.
    /// </remarks>
    /// <param name="push">The push.</param>
    /// <param name="exists">Returns whether a tag exists at the commit point.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.Unauthorized"/> or <see cref="RegistryError.Denied"/>: nothing is committed.
    /// </exception>
    public virtual ValueTask AuthorizeAsync(
        ManifestPush push, Func<Tag, bool> exists, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
