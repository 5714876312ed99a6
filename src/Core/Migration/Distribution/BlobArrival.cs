namespace Zot.Migration.Distribution;

/// <summary>The result of bringing a blob into a repository, or the forecast of a dry run.</summary>
/// <param name="IsNew">True if the repository did not have the blob.</param>
/// <param name="Bytes">The number of bytes read.</param>
/// <param name="Copied">The number of bytes copied.</param>
internal readonly record struct BlobArrival(bool IsNew, long Bytes = 0, long Copied = 0)
{
    /// <summary>The result for a blob that already existed.</summary>
    internal static BlobArrival None => default;
}
