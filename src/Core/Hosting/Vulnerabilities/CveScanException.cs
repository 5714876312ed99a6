namespace Zot.Hosting.Vulnerabilities;

/// <summary>An image that cannot be scanned, or a scan that failed.</summary>
/// <param name="message">The reason, which clients see.</param>
/// <param name="cause">The cause.</param>
public sealed class CveScanException(string message, Exception? cause = null) : Exception(message, cause);
