namespace Zot.Storage.Graph;

/// <summary>Compares referrers by their position.</summary>
internal sealed class ReferrerOrder : IComparer<Referrer>
{
    internal static ReferrerOrder Instance { get; } = new();

    public int Compare(Referrer? x, Referrer? y) => x!.Order.CompareTo(y!.Order);
}
