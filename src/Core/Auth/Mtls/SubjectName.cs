using System.Formats.Asn1;
using System.Text;

namespace Zot.Auth.Mtls;

/// <summary>The subject of a certificate.</summary>
/// <remarks>
/// The string form is the one that zot policies list: similar to RFC 2253, but attributes with a short name come first,
/// grouped and ordered by type rather than in certificate order; the others follow in reverse order, as
/// <c>OID=#DER</c>.
/// </remarks>
internal sealed class SubjectName(IReadOnlyList<SubjectAttribute> attributes)
{
    private const string CommonNameType = "2.5.4.3";
    private const string SerialNumberType = "2.5.4.5";

    // In output order.
    private static readonly (string Type, string Name)[] Kinds =
    [
        (SerialNumberType, "SERIALNUMBER"),
        (CommonNameType, "CN"),
        ("2.5.4.11", "OU"),
        ("2.5.4.10", "O"),
        ("2.5.4.17", "POSTALCODE"),
        ("2.5.4.9", "STREET"),
        ("2.5.4.7", "L"),
        ("2.5.4.8", "ST"),
        ("2.5.4.6", "C"),
    ];

    /// <summary>The common name: the last one if there are several, empty without one.</summary>
    public string CommonName => ValuesOf(CommonNameType).LastOrDefault("");

    /// <summary>Parses a name.</summary>
    /// <exception cref="AsnContentException">The name is malformed.</exception>
    public static SubjectName Parse(ReadOnlyMemory<byte> encoded)
    {
        var attributes = new List<SubjectAttribute>();
        var sequence = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                attributes.Add(SubjectAttribute.Read(set.ReadSequence()));
            }
        }

        return new SubjectName(attributes);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var named = Kinds
            .Select(kind => string.Join('+', Written(kind.Type).Select(value => $"{kind.Name}={Escape(value)}")))
            .Where(static text => text.Length > 0);
        var others = attributes
            .Where(static attribute => Array.TrueForAll(Kinds, kind => kind.Type != attribute.Type))
            .Reverse()
            .Select(static attribute => $"{attribute.Type}=#{Convert.ToHexStringLower(attribute.ToDer())}");
        return string.Join(',', named.Concat(others));
    }

    // Only the last common name and the last serial number are written, if not empty.
    private IEnumerable<string> Written(string type) => type is CommonNameType or SerialNumberType
        ? ValuesOf(type).TakeLast(1).Where(static value => value.Length > 0)
        : ValuesOf(type);

    private IEnumerable<string> ValuesOf(string type) => attributes
        .Where(attribute => attribute.Type == type && attribute.Text is not null)
        .Select(static attribute => attribute.Text!);

    private static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            var isSpecial = value[at] switch
            {
                ',' or '+' or '"' or '\\' or '<' or '>' or ';' => true,
                '#' => at == 0,
                ' ' => at == 0 || at == value.Length - 1,
                _ => false,
            };
            escaped.Append(isSpecial ? "\\" : "").Append(value[at]);
        }

        return escaped.ToString();
    }
}
