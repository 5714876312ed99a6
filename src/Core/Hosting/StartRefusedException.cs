namespace Zot.Hosting;

/// <summary>Why the server does not start, in a sentence for the person who starts it. For hosted services of extensions.</summary>
/// <param name="reason">The sentence; no secret.</param>
/// <param name="cause">What was thrown.</param>
public sealed class StartRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
