using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Xunit;
using Zot.Auth.Mtls;

namespace Zot.Core.Tests.Auth.Mtls;

public sealed class SubjectNameTests
{
    private const string CommonName = "2.5.4.3";
    private const string Surname = "2.5.4.4";
    private const string Country = "2.5.4.6";
    private const string Organisation = "2.5.4.10";
    private const string Unit = "2.5.4.11";
    private const string Email = "1.2.840.113549.1.9.1";
    private const string UserId = "0.9.2342.19200300.100.1.1";

    [Theory]
    [InlineData("CN=ada", "CN=ada")]
    [InlineData("C=CH, O=Example, OU=Build, CN=ada", "CN=ada,OU=Build,O=Example,C=CH")]
    [InlineData("CN=ada, OU=Build, O=Example, C=CH", "CN=ada,OU=Build,O=Example,C=CH")]
    [InlineData("CN=ada, OU=One, O=Example, OU=Two", "CN=ada,OU=One+OU=Two,O=Example")]
    [InlineData("C=CH, S=Bern, L=Thun, STREET=Gasse 1, OID.2.5.4.17=3600, O=E, OU=U, CN=n, SERIALNUMBER=7", "SERIALNUMBER=7,CN=n,OU=U,O=E,POSTALCODE=3600,STREET=Gasse 1,L=Thun,ST=Bern,C=CH")]
    public void ToString_GroupsAttributesByType(string subject, string expected) =>
        Assert.Equal(expected, Parse(new X500DistinguishedName(subject, X500DistinguishedNameFlags.None)).ToString());

    [Theory]
    [InlineData("a,b", "CN=a\\,b")]
    [InlineData("a+b=c", "CN=a\\+b=c")]
    [InlineData("say \"hi\"", "CN=say \\\"hi\\\"")]
    [InlineData("back\\slash", "CN=back\\\\slash")]
    [InlineData("<a;b>", "CN=\\<a\\;b\\>")]
    [InlineData("#1 of #2", "CN=\\#1 of #2")]
    [InlineData(" padded ", "CN=\\ padded\\ ")]
    [InlineData(" ", "CN=\\ ")]
    [InlineData("Zoë Müller", "CN=Zoë Müller")]
    [InlineData("", "")]
    public void ToString_EscapesAsInRfc2253(string commonName, string expected) =>
        Assert.Equal(expected, Parse(Certificates.Subject([(CommonName, UniversalTagNumber.UTF8String, commonName)])).ToString());

    [Fact]
    public void ToString_WithSeveralCommonNames_UsesLast() => Assert.Equal(
        "CN=second,O=E",
        Parse(Certificates.Subject(
            [(CommonName, UniversalTagNumber.UTF8String, "first")],
            [(Organisation, UniversalTagNumber.UTF8String, "E")],
            [(CommonName, UniversalTagNumber.UTF8String, "second")])).ToString());

    [Fact]
    public void ToString_RelativeNameWithSeveralAttributes_GroupsAttributesByType() => Assert.Equal(
        "CN=ada,OU=U,C=CH",
        Parse(Certificates.Subject(
            [(Country, UniversalTagNumber.PrintableString, "CH")],
            [(CommonName, UniversalTagNumber.UTF8String, "ada"), (Unit, UniversalTagNumber.UTF8String, "U")])).ToString());

    [Fact]
    public void ToString_OtherAttributes_AreDerInReverseOrder() => Assert.Equal(
        $"CN=ada,{Surname}=#0c094c6f76656c61636521,{UserId}=#130361646f,{Email}=#0c0b61646140782e6f7267206f",
        Parse(Certificates.Subject(
            [(Email, UniversalTagNumber.IA5String, "ada@x.org o")],
            [(CommonName, UniversalTagNumber.UTF8String, "ada")],
            [(UserId, UniversalTagNumber.UTF8String, "ado")],
            [(Surname, UniversalTagNumber.UTF8String, "Lovelace!")])).ToString());

    [Theory]
    [InlineData(UniversalTagNumber.UTF8String)]
    [InlineData(UniversalTagNumber.PrintableString)]
    [InlineData(UniversalTagNumber.IA5String)]
    [InlineData(UniversalTagNumber.T61String)]
    [InlineData(UniversalTagNumber.BMPString)]
    public void CommonName_OfAnyStringType_IsRead(UniversalTagNumber kind) =>
        Assert.Equal("ada 1", Parse(Certificates.Subject([(CommonName, kind, "ada 1")])).CommonName);

    [Fact]
    public void ToString_ValueThatIsNotAString_IsWrittenAsEncoded()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(UserId);
            writer.WriteInteger(7);
        }

        Assert.Equal($"{UserId}=#020107", SubjectName.Parse(writer.Encode()).ToString());
    }

    [Fact]
    public void Parse_MalformedName_Throws() => Assert.Throws<AsnContentException>(() => SubjectName.Parse(new byte[] { 0x30, 0x05, 0x31 }));

    private static SubjectName Parse(X500DistinguishedName name) => SubjectName.Parse(name.RawData);
}
