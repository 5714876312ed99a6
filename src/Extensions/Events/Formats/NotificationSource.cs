#if EXT_EVENTS
namespace Zot.Extensions.Events.Formats;

/// <summary>The process that sends notifications.</summary>
/// <param name="Address">The host name and port of this node.</param>
/// <param name="InstanceId">A UUID of this process, generated at each start.</param>
internal sealed record NotificationSource(string Address, string InstanceId);
#endif
