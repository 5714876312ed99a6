namespace Zot.Auth;

/// <summary>A directory of users. Sessions and API keys are valid only while a directory lists their user.</summary>
public interface IUserDirectory
{
    /// <summary>Returns whether a user exists.</summary>
    ValueTask<bool> KnowsAsync(string name, CancellationToken cancellationToken);
}
