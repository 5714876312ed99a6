using System.Text;
using Xunit;
using Zot.Auth.Htpasswd;

namespace Zot.Core.Tests.Auth.Htpasswd;

public sealed class HtpasswdUsersTests
{
    private const string Hash = "$2y$04$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406";
    private const string OtherHash = "$2b$05$OBM2fCffvRoUeu2ahyHtHu7H2cU9sK0eDcQtnlrBcqAn6F.ZYqr.y";

    [Fact]
    public void Parse_LinesWithoutColonOrName_ArePassedOver()
    {
        var users = Parse($"# no comment\n\nalice:{Hash}\n:{Hash}\nbob");

        Assert.Equal(1, users.Count);
        Assert.Equal(Hash, users.Find("alice")?.Text);
        Assert.Null(users.Find(""));
        Assert.Null(users.Find("bob"));
        Assert.Empty(users.Unusable);
    }

    [Fact]
    public void Parse_NamesAreNotTrimmed()
    {
        var users = Parse($" alice :{Hash}");

        Assert.NotNull(users.Find(" alice "));
        Assert.Null(users.Find("alice"));
    }

    [Fact]
    public void Parse_WindowsLineEndsAndByteOrderMark_AreNoPartOfALine()
    {
        var users = HtpasswdUsers.Parse([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes($"alice:{Hash}\r\nbob:{OtherHash}\r\n")]);

        Assert.Equal(Hash, users.Find("alice")?.Text);
        Assert.Equal(OtherHash, users.Find("bob")?.Text);
    }

    [Fact]
    public void Parse_UserTwice_LaterLineWins()
    {
        Assert.Equal(OtherHash, Parse($"alice:{Hash}\nalice:{OtherHash}").Find("alice")?.Text);
        Assert.Null(Parse($"alice:{Hash}\nalice:plain").Find("alice"));
    }

    [Fact]
    public void Parse_HashOfAnotherKind_NeverMatchesAndIsReported()
    {
        var users = Parse($"alice:{Hash}\ndave:{{SHA}}5en6G6MezRroT3XKqkdPOmY/BfQ=\ncarol:plain");

        Assert.Equal(["carol", "dave"], users.Unusable);
        Assert.Null(users.Find("carol"));
    }

    [Fact]
    public void Decoy_IsAHashOfTheFile()
    {
        Assert.Equal(Hash, Parse($"alice:{Hash}").Decoy?.Text);
        Assert.Null(Parse("alice:plain").Decoy);
    }

    private static HtpasswdUsers Parse(string text) => HtpasswdUsers.Parse(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("$2y$04", "$2y$06")]
    [InlineData("$2y$04", "$2y$05")]
    [InlineData("$2y$06", "$2y$06")]
    [InlineData("$5$rounds=1000$s", "$5$rounds=9000$s")]
    [InlineData("$6$rounds=1000$s", "$5$rounds=9000$s")]
    [InlineData("$5$rounds=2000$s", "$2y$08")]
    [InlineData("$2y$04", "$6$rounds=20000$s")]
    public void Failure_costs_what_the_dearest_hash_costs(string cheap, string dear)
    {
        var users = HtpasswdUsers.Parse(System.Text.Encoding.UTF8.GetBytes($"a:{Complete(cheap)}\nb:{Complete(dear)}\n"));
        var (hash, decoy) = (users.Find("a")!, users.Decoy!);

        var spent = hash.Cost + decoy.Spend(decoy.Cost - hash.Cost);

        Assert.Equal(users.Find("b")!.Cost, decoy.Cost);
        Assert.InRange(spent / decoy.Cost, 0.9, 1.0001);
    }

    [Fact]
    public void Parse_with_FIPS_rejects_bcrypt_and_keeps_SHA_crypt()
    {
        var users = HtpasswdUsers.Parse(System.Text.Encoding.UTF8.GetBytes($"a:{Complete("$2y$04")}\nb:{Complete("$6$rounds=1000$s")}\n"), isFips: true);

        Assert.True(users.IsRejected("a") && users.Find("a") is null);
        Assert.True(!users.IsRejected("b") && users.Find("b") is not null);
        Assert.Same(users.Find("b"), users.Decoy);
        Assert.Empty(users.Unusable);
    }

    private static string Complete(string start) => start[1] switch
    {
        '2' => $"{start}${new string('a', 53)}",
        '5' => $"{start}${new string('a', 43)}",
        _ => $"{start}${new string('a', 86)}",
    };
}
