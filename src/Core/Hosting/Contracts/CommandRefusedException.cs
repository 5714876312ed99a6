namespace Zot.Hosting;

/// <summary>An extension command failed; the message is a sentence for its user.</summary>
/// <param name="reason">The message; it must not contain secrets.</param>
/// <param name="cause">The underlying exception.</param>
public sealed class CommandRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
