#if EXT_EVENTS
namespace NATS.Client.Core.Wire;

/// <summary>Somebody who wants messages.</summary>
/// <param name="Sid">Its number, on every connection.</param>
/// <param name="Subject">The subject, with wildcards.</param>
/// <param name="Queue">Those of a group share what comes; <see langword="null"/> for all of it.</param>
/// <param name="Deliver">Takes a message at once; must not block.</param>
/// <param name="End">Is told that no more will come.</param>
internal sealed record Subscription(long Sid, string Subject, string? Queue, Action<RawMessage> Deliver, Action End);
#endif
