namespace Zot.Auth.AccessControl;

/// <summary>The result of authorizing a request.</summary>
/// <param name="Allowed">Indicates whether the request is allowed.</param>
/// <param name="Reason">
/// The message of the last condition that was false, for <c>detail.reason</c>; <see langword="null"/> if none was
/// false, or the request is allowed.
/// </param>
public readonly record struct AccessDecision(bool Allowed, string? Reason = null);
