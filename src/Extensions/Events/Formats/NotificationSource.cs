#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>The process that tells.</summary>
/// <param name="Address">Host name and port of this node.</param>
/// <param name="InstanceId">A UUID of this process: another one after each start.</param>
internal sealed record NotificationSource(string Address, string InstanceId);
#endif
