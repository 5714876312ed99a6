namespace Zot.Auth.AccessControl;

/// <summary>Whether a request may go on.</summary>
/// <param name="Allowed">Whether it may.</param>
/// <param name="Reason">
/// The message of the last condition that was false, for <c>detail.reason</c>; <see langword="null"/> when none was, or
/// the request may go on.
/// </param>
public readonly record struct AccessDecision(bool Allowed, string? Reason = null);
