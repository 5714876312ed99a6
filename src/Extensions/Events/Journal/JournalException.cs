#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>The journal cannot be written, for example because the disk is full.</summary>
internal sealed class JournalException(string message, Exception? cause = null) : Exception(message, cause);
#endif
