namespace Zot.Auth.Htpasswd;

/// <summary>The time per unit of work of each algorithm on this machine.</summary>
/// <remarks>
/// A round of the key schedule of bcrypt takes constant time; a round of SHA-crypt depends on the number of bytes that
/// it hashes: in 42 rounds the password 78 times, the salt 28 times.
/// </remarks>
/// <param name="bcrypt">The time of a round of bcrypt.</param>
/// <param name="sha256">
/// The time of a round of SHA-256-crypt without password and salt, and the time of each additional byte.
/// </param>
/// <param name="sha512">The time of a round of SHA-512-crypt, likewise.</param>
internal sealed class HashCosts(double bcrypt, (double Round, double Byte) sha256, (double Round, double Byte) sha512)
{
    // The number of measurements; the minimum is used, because longer ones were interrupted.
    private const int Attempts = 3;

    private const int Rounds = 500;
    private const int ShortKey = 8;
    private const int LongKey = ShaCryptHash.MaxPasswordLength;
    private const double PasswordBytes = 78 / 42.0;
    private const double SaltBytes = 28 / 42.0;

    private static readonly Lazy<HashCosts> Lazy = new(Measure);

    /// <summary>The costs of this machine, measured once.</summary>
    public static HashCosts OfThisMachine => Lazy.Value;

    /// <summary>Returns the time of a unit of work.</summary>
    /// <param name="kind">The algorithm.</param>
    /// <param name="passwordLength">The length of the password in bytes.</param>
    /// <param name="saltLength">The length of the salt in bytes.</param>
    public double UnitOf(HashKind kind, int passwordLength, int saltLength) => kind switch
    {
        HashKind.Bcrypt => bcrypt,
        HashKind.Sha256 => UnitOf(sha256, passwordLength, saltLength),
        _ => UnitOf(sha512, passwordLength, saltLength),
    };

    private static double UnitOf((double Round, double Byte) costs, int passwordLength, int saltLength) =>
        costs.Round + (costs.Byte * BytesOf(passwordLength, saltLength));

    private static double BytesOf(int passwordLength, int saltLength) =>
        (PasswordBytes * Math.Min(passwordLength, LongKey)) + (SaltBytes * saltLength);

    private static HashCosts Measure() => new(
        Least(static () => BcryptHash.SpendRounds(BcryptHash.MinCost)) / Math.Pow(2, BcryptHash.MinCost),
        Measure(ShaCrypt.Sha256),
        Measure(ShaCrypt.Sha512));

    private static (double Round, double Byte) Measure(ShaCrypt algorithm)
    {
        var small = Least(() => algorithm.Spend(ShortKey, ShortKey, Rounds)) / Rounds;
        var large = Least(() => algorithm.Spend(LongKey, ShortKey, Rounds)) / Rounds;
        var perByte = Math.Max(0, large - small) / (BytesOf(LongKey, ShortKey) - BytesOf(ShortKey, ShortKey));
        return (Math.Max(small - (perByte * BytesOf(ShortKey, ShortKey)), small / 2), perByte);
    }

    private static double Least(Action work)
    {
        var least = double.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var start = TimeProvider.System.GetTimestamp();
            work();
            least = Math.Min(least, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }

        return least;
    }
}
