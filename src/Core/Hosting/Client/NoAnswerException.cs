namespace Zot.Hosting;

/// <summary>A registry does not answer, or is not able to: it may be later.</summary>
/// <param name="reason">Why, in a sentence.</param>
/// <param name="cause">What was thrown.</param>
public sealed class NoAnswerException(string reason, Exception? cause = null) : Exception(reason, cause);
