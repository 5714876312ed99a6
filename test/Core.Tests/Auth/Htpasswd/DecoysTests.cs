using Xunit;
using Zot.Auth.Htpasswd;

namespace Zot.Core.Tests.Auth.Htpasswd;

/// <summary>A failed check has the same cost for every known or unknown user.</summary>
public sealed class DecoysTests
{
    // The first machine is one where a round of bcrypt takes 45 times as long as a round of SHA-512-crypt.
    private static readonly HashCosts[] Machines =
    [
        new(45, (0.8, 0.002), (1, 0.001)),
        new(10, (1.5, 0.02), (1, 0.01)),
        new(200, (0.3, 0.001), (2, 0.004)),
    ];

    private static readonly string[] Passwords = ["", "secret", new('x', 72), new('é', 200), new('x', 512), new('x', 5000)];

    /// <summary>Combinations of costs and algorithms.</summary>
    public static TheoryData<string> Mixes => new(
        "$2y$04 $2y$06",
        "$2y$04 $2y$05 $2y$07",
        "$5$rounds=1000$s $5$rounds=9000$s",
        "$6$rounds=1000$s $6$rounds=1001$s $6$rounds=5000$abcdefghijklmnop",
        "$6$rounds=1000$s $5$rounds=9000$s",
        "$5$rounds=2000$s $2y$08",
        "$2y$04 $6$rounds=20000$s",
        "$2y$05 $6$rounds=3000$s $5$rounds=3000$abcdefghijklmnop $2y$04",
        "$6$s $5$s $2y$06");

    [Theory]
    [MemberData(nameof(Mixes))]
    public void Failed_check_has_same_cost_for_known_and_unknown_users(string mix)
    {
        PasswordHash[] hashes = [.. mix.Split(' ').Select(static start => PasswordHash.Parse(HashTexts.Complete(start))!)];
        foreach (var costs in Machines)
        {
            var decoys = new Decoys(hashes, costs);
            foreach (var password in Passwords)
            {
                var unknown = decoys.CostOf(decoys.For(password)!, password);
                Assert.Equal(hashes.Max(hash => decoys.CostOf(hash, password)), unknown, tolerance: 1e-9);
                Assert.All(hashes, hash =>
                {
                    var known = decoys.CostOf(hash, password) + decoys.Complete(hash, password);
                    Assert.InRange(known, unknown - StepOf(hashes, costs, password), unknown + 1e-9);
                });
            }
        }
    }

    [Fact]
    public void Decoy_is_the_most_expensive_hash_for_the_password_length()
    {
        var (bcrypt, sha) = (PasswordHash.Parse(HashTexts.Complete("$2y$05"))!, PasswordHash.Parse(HashTexts.Complete("$6$rounds=1000$s"))!);
        var decoys = new Decoys([bcrypt, sha], new HashCosts(45, (1, 0.01), (1, 0.01)));

        Assert.Same(bcrypt, decoys.For("secret"));
        Assert.Same(sha, decoys.For(new string('x', 512)));
    }

    [Fact]
    public void Costs_of_this_machine_are_measured()
    {
        var costs = HashCosts.OfThisMachine;

        Assert.All(Enum.GetValues<HashKind>(), kind => Assert.True(costs.UnitOf(kind, 8, 8) > 0));
        Assert.True(costs.UnitOf(HashKind.Bcrypt, 8, 8) > costs.UnitOf(HashKind.Sha512, 8, 8));
        Assert.True(costs.UnitOf(HashKind.Sha512, 512, 8) > costs.UnitOf(HashKind.Sha512, 8, 8));
        Assert.Same(costs, HashCosts.OfThisMachine);
    }

    // The tolerance is a round of SHA-crypt, or next to nothing if all hashes are bcrypt.
    private static double StepOf(PasswordHash[] hashes, HashCosts costs, string password) => hashes.Max(hash =>
        hash.Kind == HashKind.Bcrypt && hashes.All(static one => one.Kind == HashKind.Bcrypt)
            ? 1e-9
            : costs.UnitOf(hash.Kind == HashKind.Bcrypt ? HashKind.Sha512 : hash.Kind, System.Text.Encoding.UTF8.GetByteCount(password), hash.SaltLength)) + 1e-9;
}
