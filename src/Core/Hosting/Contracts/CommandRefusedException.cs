namespace Zot.Hosting;

/// <summary>Why a command of an extension cannot be carried out, in a sentence for the person who gave it.</summary>
/// <param name="reason">The sentence; no secret.</param>
/// <param name="cause">What was thrown.</param>
public sealed class CommandRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
