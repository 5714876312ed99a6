using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Feed;

/// <summary>The changes of the content of one store.</summary>
internal sealed partial class ContentChanges(ILogger logger) : Feed<ContentChange>
{
    /// <summary>
    /// Returns the version of a repository without pending changes, from the metadata of its <c>index.json</c>.
    /// </summary>
    internal static string VersionOf(StoredObject index) =>
        FormattableString.Invariant($"{index.Modified.UtcTicks:x}-{index.Length:x}-{index.Identity:x}");

    protected override void LogFailure(Exception cause, in ContentChange item) =>
        LogNotHandled(cause, item.Kind, item.Repository.ToString());

    [LoggerMessage(4093, LogLevel.Error, "subscriber failed to handle a change: {Kind} {Repository}")]
    private partial void LogNotHandled(Exception cause, ContentChangeKind kind, string repository);
}
