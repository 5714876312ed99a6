using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Hosting;

/// <summary>Notifies of pulls. The endpoints publish them: only they know what is sent.</summary>
public sealed partial class PullFeed(ILogger<PullFeed> logger) : Feed<ContentPull>
{
    /// <inheritdoc/>
    protected override void LogFailure(Exception cause, in ContentPull item) =>
        LogNotHandled(cause, item.Repository.ToString(), item.Content.Digest.ToString());

    [LoggerMessage(1020, LogLevel.Error, "subscriber failed to handle a pull: {Repository} {Digest}")]
    private partial void LogNotHandled(Exception cause, string repository, string digest);
}
