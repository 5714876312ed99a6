using System.Text;

namespace Zot.BlackBox.Harness;

/// <summary>Lines of an htpasswd file, one per kind of hash, and the corresponding headers.</summary>
internal static class Htpasswd
{
    /// <summary><c>alice</c> with the password <c>wonderland</c>: bcrypt with a low cost.</summary>
    public const string Alice = "alice:$2y$05$wa24.80FsMZt/SJK1sZSveHZu9Q2iq6PG3U.gR5dSgFfj/8GlzAhy";

    /// <summary>
    /// <c>dora</c> with the password <c>explorer</c>: bcrypt with a cost that takes a quarter of a second.
    /// </summary>
    public const string Dora = "dora:$2y$12$iFU0Ub1CXG9l9DNa4w1u1.5WANARLQR.aZh5iVtcPIjSHI2pWj6Oe";

    /// <summary><c>bob</c> with the password <c>builder</c>: SHA-256-crypt.</summary>
    public const string Bob = "bob:$5$blackboxsalt$UCZgF.n2SMgHLs7HxIfxnaoziNPCSY3TkgB1w/EuidA";

    /// <summary><c>carol</c> with the password <c>singer</c>: SHA-512-crypt with few rounds.</summary>
    public const string Carol = "carol:$6$rounds=1000$blackboxsalt$wS6bfq/2.dnPOoJ1.EweK5FlE3sWHNQGaCUHlTN651hIH5Reece4OrJzFPPGoPLaBiilVVBTEOmeuL/lVoyzI0";

    /// <summary>Returns the value of an <c>Authorization</c> header.</summary>
    public static string Basic(string user, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
}
