namespace Zot.Auth;

/// <summary>Several directories as one: a user exists if any of them lists it.</summary>
public sealed class UserDirectories(params IReadOnlyList<IUserDirectory> directories) : IUserDirectory
{
    /// <inheritdoc/>
    public async ValueTask<bool> KnowsAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var directory in directories)
        {
            if (await directory.KnowsAsync(name, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
