namespace Zot.Auth.AccessControl;

/// <summary>The actions that a policy grants to its users and groups.</summary>
/// <param name="Order">The index among the policies of the same repositories.</param>
/// <param name="Actions">The granted actions.</param>
/// <param name="Conditions">The conditions that must also be true.</param>
internal sealed record AccessPolicy(int Order, AccessActions Actions, IReadOnlyList<AccessCondition> Conditions);
