#if EXT_EVENTS
using System.Text;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>Creates the events of pulls, as far as a sink wants them.</summary>
/// <param name="content">The registry, for manifests that a HEAD request does not send.</param>
/// <param name="bridge">Creates events.</param>
/// <param name="interest">The events that sinks want.</param>
/// <param name="pulls">Writes the events.</param>
/// <param name="logger">The log of failed reads.</param>
internal sealed partial class PullSubscriber(
    IRegistryReader content,
    EventBridge bridge,
    EventInterest interest,
    PullRecorder pulls,
    ILogger<PullSubscriber> logger)
{
    /// <summary>Records a pull as an event.</summary>
    public void Handle(in ContentPull pull)
    {
        if (!IsWanted(pull))
        {
            return;
        }

        var happened = bridge.Create(
            pull.Manifest is null ? EventKind.BlobPulled : EventKind.ManifestPulled, pull.Repository, pull.Call) with
        {
            Target = new EventDescriptor(pull.Content.MediaType, pull.Content.Digest.ToString(), pull.Content.Size),
            Tag = pull.Manifest?.Tag?.ToString(),
        };
        if (pull.Manifest is null || !interest.References)
        {
            pulls.Record(happened);
        }
        else if (pull.Bytes is { } bytes)
        {
            pulls.Record(happened with { Manifest = Encoding.UTF8.GetString(bytes.Span) });
        }
        else
        {
            _ = ReadAndRecordAsync(happened, pull.Repository, pull.Content.Digest);
        }
    }

    // As in the distribution registry, an unmodified blob counts where HEAD requests do; an unmodified manifest never.
    private bool IsWanted(in ContentPull pull) =>
        (interest.Blobs || pull.Manifest is not null)
        && (pull.IsHead ? interest.HeadsArePulls : interest.Pulls)
        && (!pull.IsUnmodified || (pull.Manifest is null && interest.HeadsArePulls));

    private async Task ReadAndRecordAsync(RegistryEvent happened, RepositoryName repository, Digest digest)
    {
        try
        {
            var manifest = await content.GetManifestAsync(repository, Reference.To(digest), CancellationToken.None);
            pulls.Record(happened with
            {
                Manifest = manifest is null ? null : Encoding.UTF8.GetString(manifest.Content.Span),
            });
        }
        catch (Exception cause)
        {
            // Nothing waits for the read, so that a failure of any kind can only be logged.
            LogNotRead(cause, happened.Repository, happened.Reference);
        }
    }

    [LoggerMessage(5060, LogLevel.Error,
        "failed to read the manifest of a pull, the event is dropped: {Repository} {Reference}")]
    private partial void LogNotRead(Exception cause, string repository, string reference);
}
#endif
