namespace Zot.Hosting;

/// <summary>
/// The server cannot start; the message is a sentence for its operator. For hosted services of extensions.
/// </summary>
/// <param name="reason">The message; it must not contain secrets.</param>
/// <param name="cause">The underlying exception.</param>
public sealed class StartupException(string reason, Exception? cause = null) : Exception(reason, cause);
