using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>The rights that requests need, in the syntax of token services.</summary>
internal static class RemoteRights
{
    /// <summary>The right to list all repositories.</summary>
    public const string Catalog = "registry:catalog:*";

    /// <summary>Returns the right to read a repository.</summary>
    public static string Pull(RepositoryName repository) => $"repository:{repository}:pull";

    /// <summary>Returns the right to read and write a repository.</summary>
    public static string Push(RepositoryName repository) => $"repository:{repository}:pull,push";

    /// <summary>Returns the right to delete content of a repository.</summary>
    public static string Delete(RepositoryName repository) => $"repository:{repository}:delete";

    /// <summary>Returns the rights to mount a blob of one repository in another one.</summary>
    public static string Mount(RepositoryName repository, RepositoryName from) => $"{Push(repository)} {Pull(from)}";
}
