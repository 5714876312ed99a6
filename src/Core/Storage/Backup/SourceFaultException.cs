namespace Zot.Storage.Backup;

/// <summary>The exception thrown when an object of the source cannot be read. The others are still backed up.</summary>
internal sealed class SourceFaultException(string reason, Exception cause) : Exception(reason, cause)
{
    /// <summary>Reads from the source.</summary>
    /// <exception cref="SourceFaultException">The object cannot be read.</exception>
    internal static async ValueTask<T> ReadAsync<T>(string name, Func<ValueTask<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SourceFaultException($"{name} cannot be read: {cause.Message}", cause);
        }
    }
}
