namespace Zot.Registry;

/// <summary>Decides at the commit point, under the lock of the repository, whether a change may be made.</summary>
/// <remarks>
/// What a layer looked up before may have changed since: other clients push and delete, and the configuration is read again.
/// A rule must not wait, and must not ask for the lock of another repository.
/// </remarks>
/// <param name="state">The repository as it is right before the change.</param>
/// <exception cref="RegistryException">The change is rejected: nothing is committed.</exception>
public delegate void CommitRule(IRepositoryState state);
