#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Who made it happen. Only a name that authentication has found out.</summary>
/// <param name="Name">The user.</param>
internal sealed record EventActor(string Name);
#endif
