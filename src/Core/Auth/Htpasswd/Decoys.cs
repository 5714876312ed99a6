using System.Text;

namespace Zot.Auth.Htpasswd;

/// <summary>Makes each failed check cost what the dearest hash of a file costs for the same password.</summary>
/// <remarks>
/// Which hash is the dearest can depend on the length of the password, as SHA-crypt takes longer for longer ones. Where all hashes
/// are of one algorithm, their work alone decides; where not, the costs of the algorithms on this machine do.
/// </remarks>
internal sealed class Decoys
{
    private readonly IReadOnlyList<PasswordHash> _candidates;
    private readonly HashCosts? _costs;

    /// <param name="hashes">The hashes of the file.</param>
    /// <param name="costs">The costs of the algorithms; measured if need be by default.</param>
    public Decoys(IEnumerable<PasswordHash> hashes, HashCosts? costs = null)
    {
        _candidates = [.. hashes.GroupBy(static hash => (hash.Kind, hash.SaltLength)).Select(static group => group.MaxBy(static hash => hash.Work)!)];
        _costs = _candidates.Count > 1 ? costs ?? HashCosts.OfThisMachine : costs;
    }

    /// <summary>Finds the hash that is checked for an unknown user.</summary>
    /// <returns>The dearest for that password; <see langword="null"/> if no user can log in.</returns>
    public PasswordHash? For(string password) => _candidates switch
    {
        [] => null,
        [var only] => only,
        _ => _candidates.MaxBy(hash => CostOf(hash, password)),
    };

    /// <summary>Spends what a failed check has cost less than one of the dearest hash.</summary>
    /// <param name="hash">The hash that was checked.</param>
    /// <param name="password">The password.</param>
    /// <returns>The cost that was spent, as <see cref="CostOf"/>.</returns>
    public double Complete(PasswordHash hash, string password)
    {
        if (For(password) is not { } dearest || ReferenceEquals(dearest, hash))
        {
            return 0;
        }

        // Steps of bcrypt are large: what is left of one is spent by the other algorithm.
        var missing = CostOf(dearest, password) - CostOf(hash, password);
        var spent = Spend(dearest, missing, password);
        return dearest.Kind == hash.Kind ? spent : spent + Spend(hash, missing - spent, password);
    }

    /// <summary>Returns the cost of a check: its time, or its work where only that differs.</summary>
    public double CostOf(PasswordHash hash, string password) => hash.Work * UnitOf(hash, password);

    private double Spend(PasswordHash hash, double cost, string password)
    {
        var unit = UnitOf(hash, password);
        return cost > 0 ? hash.Spend(cost / unit, password) * unit : 0;
    }

    private double UnitOf(PasswordHash hash, string password) =>
        _costs?.UnitOf(hash.Kind, Encoding.UTF8.GetByteCount(password), hash.SaltLength) ?? 1;
}
