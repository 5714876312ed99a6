namespace Zot.Storage.Migration;

/// <summary>How a blob has come into a repository, or would.</summary>
/// <param name="IsNew">Whether it was not there.</param>
/// <param name="Bytes">How many bytes had to be read for that.</param>
/// <param name="Copied">How many of them were copied.</param>
internal readonly record struct BlobArrival(bool IsNew, long Bytes = 0, long Copied = 0)
{
    /// <summary>It was there.</summary>
    internal static BlobArrival None => default;
}
