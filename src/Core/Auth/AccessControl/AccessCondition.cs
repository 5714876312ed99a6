using Zot.Auth.Cel;

namespace Zot.Auth.AccessControl;

/// <summary>What must be true for a policy to apply.</summary>
/// <param name="Expression">
/// The expression over <c>req</c>; <see langword="null"/> when it could not be compiled, and is never true.
/// </param>
/// <param name="Message">What is said when it is false.</param>
internal sealed record AccessCondition(CelExpression? Expression, string? Message);
