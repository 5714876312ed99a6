using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Registry;

namespace Zot.Core.Tests.Registry;

/// <summary>Client input is parsed without loss, or rejected.</summary>
public sealed partial class ParserProperties
{
    private const string Letters = "abz019._-/:ABZ@ \\\n\u00e9";

    [Fact]
    public void Repository_name_matches_the_specification() =>
        Prop.ForAll(Texts(), static text =>
        {
            var accepted = RepositoryName.TryParse(text, out var name);
            Assert.Equal(RepositoryNameForm().IsMatch(text), accepted);
            Assert.True(!accepted || name.ToString() == text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tag_matches_the_specification() =>
        Prop.ForAll(Texts(), static text =>
        {
            var accepted = Tag.TryParse(text, out var tag);
            Assert.Equal(TagForm().IsMatch(text), accepted);
            Assert.True(!accepted || tag.ToString() == text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Digest_of_any_bytes_round_trips() =>
        Prop.ForAll<byte[], int>(static (bytes, which) =>
        {
            var algorithm = DigestAlgorithm.All[(int)((uint)which % DigestAlgorithm.All.Count)];
            var digest = algorithm.Compute(bytes);

            Assert.Equal(digest, Digest.Parse(digest.ToString()));
            Assert.Equal((algorithm.Name, algorithm.HexLength), (digest.Algorithm.Name, digest.Encoded.Length));
            Assert.Equal(digest, Reference.Parse(digest.ToString()).Digest);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Digest_with_a_changed_character_is_another_or_invalid() =>
        Prop.ForAll<int, char>(static (at, letter) =>
        {
            var text = DigestAlgorithm.Sha256.Compute([]).ToString().ToCharArray();
            var index = (int)((uint)at % text.Length);
            var isSame = text[index] == letter;
            text[index] = letter;

            Assert.Equal(isSame || (index > 6 && (letter is >= '0' and <= '9' or >= 'a' and <= 'f')), Digest.TryParse(new string(text), out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reference_is_a_tag_or_a_digest_or_rejected() =>
        Prop.ForAll(Texts(), static text =>
        {
            try
            {
                var reference = Reference.Parse(text);
                Assert.Equal(text, reference.ToString());
                Assert.Equal(text.Contains(':'), reference.IsDigest);
            }
            catch (RegistryException refusal)
            {
                Assert.Contains(refusal.Error, new[] { RegistryError.TagInvalid, RegistryError.DigestInvalid });
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Upload_id_round_trips_and_other_text_is_rejected() =>
        Prop.ForAll<Guid, string>(static (guid, text) =>
        {
            Assert.True(UploadId.TryParse(guid.ToString("D"), out var id));
            Assert.Equal(guid.ToString("D"), id.ToString());
            Assert.Equal(Guid.TryParseExact(text, "D", out _), UploadId.TryParse(text, out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Repository_names_sort_by_component() =>
        Prop.ForAll(Names(), Names(), static (left, right) =>
        {
            var expected = left.Components.Zip(right.Components, string.CompareOrdinal).FirstOrDefault(static order => order != 0);
            expected = expected != 0 ? expected : left.Components.Count - right.Components.Count;

            Assert.Equal(Math.Sign(expected), Math.Sign(left.CompareTo(right)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Manifest_of_random_bytes_is_rejected() =>
        Prop.ForAll<byte[]>(static bytes =>
        {
            foreach (var mediaType in new[] { MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest })
            {
                var refusal = Assert.Throws<RegistryException>(() => Manifest.Parse(mediaType, bytes));
                Assert.Equal(RegistryError.ManifestInvalid, refusal.Error);
            }
        }).QuickCheckThrowOnFailure();

    // Built from significant characters, so that many texts are nearly valid.
    private static Arbitrary<string> Texts() =>
        Gen.Elements(Letters.ToCharArray()).ArrayOf().Select(static letters => new string(letters)).ToArbitrary();

    private static Arbitrary<RepositoryName> Names() =>
        Gen.Elements("a", "b", "a-b", "a.b", "a_b", "0").NonEmptyListOf()
            .Select(static components => RepositoryName.Parse(string.Join('/', components))).ToArbitrary();

    [System.Text.RegularExpressions.GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z")]
    private static partial System.Text.RegularExpressions.Regex RepositoryNameForm();

    [System.Text.RegularExpressions.GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z")]
    private static partial System.Text.RegularExpressions.Regex TagForm();
}
