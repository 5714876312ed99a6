#if EXT_EVENTS
using System.Net.Security;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Formats;
using Zot.Hosting;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Maps the options of an endpoint to the parts of its sink.</summary>
/// <param name="options">The options.</param>
/// <param name="key">The configuration key of the options, for error messages.</param>
internal sealed class NotificationEndpoint(NotificationEndpointOptions options, string key)
{
    /// <summary>The options.</summary>
    public NotificationEndpointOptions Options { get; } = options;

    /// <summary>The rules for responses.</summary>
    public AnswerRules Answers => Options.IsUpstream
        ? AnswerRules.Upstream
        : new AnswerRules
        {
            Success = Options.SuccessOn,
            Retry = Options.RetryOn,
            Redirects = Options.FollowRedirects ? RedirectRule.WithTheEvent : RedirectRule.None,
        };

    /// <summary>The retry policy.</summary>
    public RetryPolicy Retries => Options.IsUpstream
        ? RetryPolicy.Upstream(Options.Threshold, Options.Backoff)
        : new RetryPolicy(Options.Threshold, Options.Backoff)
        {
            MaxAttempts = Options.MaxAttempts,
            MaxAge = Options.MaxAge,
            MaxBackoff = Options.MaxBackoff,
            Jitter = Options.Jitter,
            Concurrency = Options.Concurrency,
        };

    /// <summary>The queue policy.</summary>
    public QueuePolicy Queueing => Options.IsUpstream
        ? new QueuePolicy { Ordering = Ordering.Endpoint, DeadLetterRetention = Options.DeadLetter.Retention }
        : new QueuePolicy
        {
            Ordering = Options.Ordering switch
            {
                "endpoint" => Ordering.Endpoint,
                "none" => Ordering.None,
                _ => Ordering.Repository,
            },
            BatchSize = Options.Batch.MaxEvents,
            BatchWait = Options.Batch.MaxWait,
            MaxEvents = Options.MaxPendingEvents,
            MaxBytes = Options.MaxPendingBytes,
            OnFull = Options.OnFull switch
            {
                "dropOldest" => OnFull.DropOldest,
                "rejectWrites" => OnFull.RejectWrites,
                _ => OnFull.ShedPulls,
            },
            DeadLetterRetention = Options.DeadLetter.Retention,
        };

    /// <summary>Creates the format.</summary>
    public NotificationFormat Format(NotificationSource source, bool includesReferences) => new(
        new NotificationFeatures(
            Options.Format == "distribution.v2" ? NotificationGeneration.V2 : NotificationGeneration.V1)
        {
            References = includesReferences,
            DraftFields = Options.DraftFields,
            Extended = Options.Extended,
            IsUpstream = Options.IsUpstream,
        },
        source);

    /// <summary>Creates the filter.</summary>
    /// <exception cref="StartupException">A pattern is not a valid glob.</exception>
    public NotificationFilter Filter()
    {
        try
        {
            return new NotificationFilter(Options);
        }
        catch (FormatException cause)
        {
            throw new StartupException(
                $"{key}: include.repositories or ignore.repositories contains an invalid glob: it {cause.Message}",
                cause);
        }
    }

    /// <summary>Creates the TLS options.</summary>
    /// <exception cref="StartupException">A file cannot be read.</exception>
    public SslClientAuthenticationOptions Tls() => HttpSinkClient.Tls(Options.Tls, $"{key}.tls");
}
#endif
