using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Feed;

/// <summary>The changes of the content of one store.</summary>
internal sealed partial class ContentChanges(ILogger logger) : Feed<ContentChange>
{
    /// <summary>Returns the version of a repository, from the metadata of its <c>index.json</c>.</summary>
    internal static ContentVersion VersionOf(StoredObject index) =>
        new(index.Modified.UtcTicks, index.Length, index.Identity);

    protected override void LogFailure(Exception cause, in ContentChange item) =>
        LogNotHandled(cause, item.Kind, item.Repository.ToString());

    [LoggerMessage(4093, LogLevel.Error, "subscriber failed to handle a change: {Kind} {Repository}")]
    private partial void LogNotHandled(Exception cause, ContentChangeKind kind, string repository);
}
