namespace Zot.Auth.AccessControl;

/// <summary>What a policy gives to those whom it lists.</summary>
/// <param name="Order">Its place among the policies of its repositories.</param>
/// <param name="Actions">What they may do.</param>
/// <param name="Conditions">What must be true, besides.</param>
internal sealed record AccessPolicy(int Order, AccessActions Actions, IReadOnlyList<AccessCondition> Conditions);
