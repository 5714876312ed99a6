using System.Text;
using Xunit;
using Zot.Auth.Htpasswd;

namespace Zot.Core.Tests.Auth.Htpasswd;

public sealed class HtpasswdUsersTests
{
    private const string Hash = "$2y$04$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406";
    private const string OtherHash = "$2b$05$OBM2fCffvRoUeu2ahyHtHu7H2cU9sK0eDcQtnlrBcqAn6F.ZYqr.y";

    [Fact]
    public void Parse_LinesWithoutColonOrName_AreSkipped()
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
    public void Parse_WindowsLineEndingsAndByteOrderMark_AreIgnored()
    {
        var users = HtpasswdUsers.Parse([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes($"alice:{Hash}\r\nbob:{OtherHash}\r\n")]);

        Assert.Equal(Hash, users.Find("alice")?.Text);
        Assert.Equal(OtherHash, users.Find("bob")?.Text);
    }

    [Fact]
    public void Parse_DuplicateUser_LastLineWins()
    {
        Assert.Equal(OtherHash, Parse($"alice:{Hash}\nalice:{OtherHash}").Find("alice")?.Text);
        Assert.Null(Parse($"alice:{Hash}\nalice:plain").Find("alice"));
    }

    [Fact]
    public void Parse_UnsupportedHash_IsReportedAsUnusable()
    {
        var users = Parse($"alice:{Hash}\ndave:{{SHA}}5en6G6MezRroT3XKqkdPOmY/BfQ=\ncarol:plain");

        Assert.Equal(["carol", "dave"], users.Unusable);
        Assert.Null(users.Find("carol"));
    }

    [Fact]
    public void Decoy_IsHashOfTheFile()
    {
        Assert.Equal(Hash, Parse($"alice:{Hash}").Decoys.For("x")?.Text);
        Assert.Null(Parse("alice:plain").Decoys.For("x"));
    }

    private static HtpasswdUsers Parse(string text) => HtpasswdUsers.Parse(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Parse_with_FIPS_rejects_bcrypt_and_accepts_SHA_crypt()
    {
        var users = HtpasswdUsers.Parse(System.Text.Encoding.UTF8.GetBytes($"a:{Complete("$2y$04")}\nb:{Complete("$6$rounds=1000$s")}\n"), isFips: true);

        Assert.True(users.IsRejected("a") && users.Find("a") is null);
        Assert.True(!users.IsRejected("b") && users.Find("b") is not null);
        Assert.Same(users.Find("b"), users.Decoys.For("x"));
        Assert.Empty(users.Unusable);
    }

    private static string Complete(string start) => HashTexts.Complete(start);
}
