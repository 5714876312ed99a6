#if EXT_SEARCH
namespace Zot.Extensions.Search.Transport;

/// <summary>A request that is not executed.</summary>
/// <param name="status">The status of the response.</param>
/// <param name="message">The message for the client.</param>
internal sealed class RejectedRequestException(int status, string message) : Exception(message)
{
    /// <summary>The status of the response.</summary>
    public int Status => status;

    /// <summary>The code in the extensions of the error; <see langword="null"/> for none.</summary>
    public string? Code { get; init; }
}
#endif
