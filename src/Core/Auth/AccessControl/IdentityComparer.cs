namespace Zot.Auth.AccessControl;

/// <summary>Compares identities by name and by the content of their group lists.</summary>
internal sealed class IdentityComparer : IEqualityComparer<Identity>
{
    private IdentityComparer()
    {
    }

    public static IdentityComparer Instance { get; } = new();

    public bool Equals(Identity? left, Identity? right) =>
        ReferenceEquals(left, right)
        || (left is not null && right is not null && left.Name == right.Name
            && (ReferenceEquals(left.Groups, right.Groups)
                || left.Groups.SequenceEqual(right.Groups, StringComparer.Ordinal)));

    public int GetHashCode(Identity identity) =>
        HashCode.Combine(identity.Name, identity.Groups.Count, identity.Groups is [var first, ..] ? first : "");
}
