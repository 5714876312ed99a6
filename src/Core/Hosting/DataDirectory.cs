namespace Zot.Hosting;

/// <summary>The data directory of a registry.</summary>
/// <param name="root">The storage directory; the current directory if it is empty.</param>
public sealed class DataDirectory(string root) : IDataDirectory
{
    /// <inheritdoc/>
    public string PathOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith('_') && !name.Split('/').Any(static part => part is "" or "." or "..")
            ? Path.Combine(root, name)
            : throw new ArgumentException(
                $"'{name}' must begin with '_' and stay within the data directory", nameof(name));
    }
}
