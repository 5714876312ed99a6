#if EXT_EVENTS
namespace Zot.Extensions.Events.Model;

/// <summary>The authenticated user who caused an event.</summary>
/// <param name="Name">The user name.</param>
internal sealed record EventActor(string Name);
#endif
