using Xunit;
using Zot.Auth.Htpasswd;

namespace Zot.Core.Tests.Auth.Htpasswd;

/// <summary>Verifies hashes that were created with <c>mkpasswd</c> and Apache's <c>htpasswd</c>.</summary>
public sealed class PasswordHashTests
{
    private const string Umlauts = "pässwörd ☂";

    [Theory]
    [InlineData("secret", "$5$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi.")]
    [InlineData("secret", "$6$saltstring$AIsRs/Ee56G/tC8MEHhvReZTfx8u3rXXMl6eYrjCG9ibix19DxoMBLogdTET5Ukw9Sf7eZTITsuk0Ry5qulYz.")]
    [InlineData("secret", "$5$rounds=1000$abcdefghijklmnop$FzYoqjtuN.mjYqssIob4upmoKbZEpkdQMtytZuqNN/6")]
    [InlineData(Umlauts, "$6$rounds=12345$shortsalt$.6tWLpgP8kgJJQWzRgR7PSGYKcFF/VvS14lnX1CD4H4hiYYjEzAJee3R68hf6ZYB75JtHwzNY8FIj0fJpy56Y0")]
    [InlineData("", "$5$saltsalt$09agN5RZ2meWdEdnEusqsq5G7RwwghB8jCKoWWADxW/")]
    [InlineData("the minimum number is still observed", "$6$rounds=10$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.")]
    [InlineData("secret", "$2y$04$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406")]
    [InlineData(Umlauts, "$2y$04$kHpG4PUyf68nMFfXSLifp.Ui4M/lSLUBoDgjMGwnb.HSIx8IeX2O2")]
    [InlineData("secret", "$2b$05$OBM2fCffvRoUeu2ahyHtHu7H2cU9sK0eDcQtnlrBcqAn6F.ZYqr.y")]
    [InlineData("secret", "$2a$05$6HGj9ze9OKUBRPeTt5qeTeI1cFSrclIFiiRQetlDtyOYz9UUKEGP.")]
    public void Matches_CorrectPasswordOnly(string password, string text)
    {
        var hash = PasswordHash.Parse(text);

        Assert.NotNull(hash);
        Assert.True(hash.Matches(password));
        Assert.False(hash.Matches(password + "x"));
        Assert.False(hash.Matches("Secret"));
    }

    [Theory]
    [InlineData('x', 200, "$6$rounds=1000$saltsalt$0N5AmNkEC2dNnOcscb9BZOEjO.zjGlHeQS7DHlaOx2qj0M/o9b399m34Cx.VUCysfRijO9L/jyUHu2y8v7laz.")]
    [InlineData('y', 97, "$5$rounds=1000$saltsalt$iEmSoA3rQHlCl1NTBh5hDc1BXsajF5AdE5I9wbD1gP7")]
    [InlineData('z', 72, "$2y$04$g7coBBllg8ISupmtsOiK4O824bvVWIJWar3qubUZFoCjf8ldjxET6")]
    [InlineData('z', 80, "$2y$04$d87Bg17yI1xuYo6Wu0.RC.Wc4C0G5OupX9Tj.44laXwHWkZoO2302")]
    public void Matches_LongPassword(char character, int length, string text)
    {
        var password = new string(character, length);

        Assert.True(PasswordHash.Parse(text)!.Matches(password));
    }

    [Fact]
    public void Matches_PasswordLongerThanShaCryptLimit_ReturnsFalse()
    {
        var hash = PasswordHash.Parse("$5$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi.")!;

        Assert.False(hash.Matches(new string('x', 513)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=")]
    [InlineData("$apr1$7cfhuGl4$1FlVgpuQuR5WoqstU2C0s1")]
    [InlineData("$2x$04$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406")]
    [InlineData("$2y$04$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU640")]
    [InlineData("$2y$04$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406 ")]
    [InlineData("$2y$03$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406")]
    [InlineData("$2y$32$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406")]
    [InlineData("$2y$ 4$5dMVKCd7zngVyA12Hc8Vz.CQvvGz68vuaHJ.y.8vbXFKzdJhU6406")]
    [InlineData("$2y$04$5dMVKCd7zngVyA12Hc8Vz=CQvvGz68vuaHJ.y.8vbXFKzdJhU6406")]
    [InlineData("$5$saltstring")]
    [InlineData("$5$saltstring$C3o4O1TC6aRHF4FI")]
    [InlineData("$5$rounds=1000")]
    [InlineData("$5$rounds=-1$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi.")]
    [InlineData("$5$rounds=x$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi.")]
    [InlineData("$6$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi.")]
    public void Parse_UnsupportedOrMalformed_ReturnsNull(string text) => Assert.Null(PasswordHash.Parse(text));
}
