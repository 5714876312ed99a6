namespace Zot.Registry;

/// <summary>Decides at the commit point, under the lock of the repository, whether a change may be made.</summary>
/// <remarks>
/// The state that a layer read earlier may have changed: other clients push and delete, and the configuration is
/// reloaded. A rule must not block, and must not acquire the lock of another repository.
/// </remarks>
/// <param name="state">The state of the repository right before the change.</param>
/// <exception cref="RegistryException">The change is rejected: nothing is committed.</exception>
public delegate void CommitRule(IRepositoryState state);
