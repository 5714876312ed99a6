using System.Text;

namespace Zot.Auth.Htpasswd;

/// <summary>
/// Makes each failed check cost as much as the most expensive hash of a file costs for the same password.
/// </summary>
/// <remarks>
/// The most expensive hash can depend on the length of the password, because SHA-crypt takes longer for longer
/// passwords. Hashes of one algorithm are compared by their work, others by their costs on this machine.
/// </remarks>
internal sealed class Decoys
{
    private readonly IReadOnlyList<PasswordHash> _candidates;
    private readonly HashCosts? _costs;

    /// <param name="hashes">The hashes of the file.</param>
    /// <param name="costs">The costs of the algorithms; by default they are measured if needed.</param>
    public Decoys(IEnumerable<PasswordHash> hashes, HashCosts? costs = null)
    {
        _candidates = [.. hashes.GroupBy(static hash => (hash.Kind, hash.SaltLength))
            .Select(static group => group.MaxBy(static hash => hash.Work)!)];
        _costs = _candidates.Count > 1 ? costs ?? HashCosts.OfThisMachine : costs;
    }

    /// <summary>Returns the hash to check for an unknown user.</summary>
    /// <returns>The most expensive hash for the password; <see langword="null"/> if no user can log in.</returns>
    public PasswordHash? For(string password) => _candidates switch
    {
        [] => null,
        [var only] => only,
        _ => _candidates.MaxBy(hash => CostOf(hash, password)),
    };

    /// <summary>Spends the difference between the cost of a failed check and that of the most expensive hash.</summary>
    /// <param name="hash">The hash that was checked.</param>
    /// <param name="password">The password.</param>
    /// <returns>The cost that was spent, as <see cref="CostOf"/>.</returns>
    public double Complete(PasswordHash hash, string password)
    {
        if (For(password) is not { } dearest || ReferenceEquals(dearest, hash))
        {
            return 0;
        }

        // The steps of bcrypt are large: the remainder is spent with the other algorithm.
        var missing = CostOf(dearest, password) - CostOf(hash, password);
        var spent = Spend(dearest, missing, password);
        return dearest.Kind == hash.Kind ? spent : spent + Spend(hash, missing - spent, password);
    }

    /// <summary>Returns the cost of a check: its time, or its work if all hashes have the same unit cost.</summary>
    public double CostOf(PasswordHash hash, string password) => hash.Work * UnitOf(hash, password);

    private double Spend(PasswordHash hash, double cost, string password)
    {
        var unit = UnitOf(hash, password);
        return cost > 0 ? hash.Spend(cost / unit, password) * unit : 0;
    }

    private double UnitOf(PasswordHash hash, string password) =>
        _costs?.UnitOf(hash.Kind, Encoding.UTF8.GetByteCount(password), hash.SaltLength) ?? 1;
}
