namespace Zot.Hosting;

/// <summary>
/// The local directory for files that are not content: journals, databases, checkpoints. It is the storage directory,
/// and stays local when content is in an object store.
/// </summary>
public interface IDataDirectory
{
    /// <summary>Returns the path of a file or directory. Nothing is created.</summary>
    /// <param name="name">
    /// The name, relative, with <c>/</c> as separator. The first component begins with <c>_</c>, so that it cannot be a
    /// repository.
    /// </param>
    /// <exception cref="ArgumentException">The name is not of that form, or leaves the directory.</exception>
    string PathOf(string name);
}
