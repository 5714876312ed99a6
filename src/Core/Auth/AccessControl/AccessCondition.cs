using Zot.Cel;

namespace Zot.Auth.AccessControl;

/// <summary>A condition that must be true for a policy to apply.</summary>
/// <param name="Expression">
/// The expression over <c>req</c>; <see langword="null"/> if it failed to compile: the condition is then never true.
/// </param>
/// <param name="Message">The message that is returned when the condition is false.</param>
internal sealed record AccessCondition(CelExpression? Expression, string? Message);
