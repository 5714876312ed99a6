using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Zot.Registry;

/// <summary>The names of the members that a specification gives to a JSON object, and the members of an object by them.</summary>
/// <remarks>
/// Go's decoder takes a member under any name that equals the specified one when case is folded, and the last of several.
/// Other decoders take the exact name alone. An object for which that matters means different things to different clients.
/// </remarks>
public sealed class MemberNames(params string[] names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Reads the members of an object, in the order of the names.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="misspelled">The first member whose name is another spelling of a specified one, as it stands there.</param>
    /// <param name="ambiguous">A specified name under which there are several members.</param>
    /// <returns>The members; of kind <see cref="JsonValueKind.Undefined"/> those that are missing.</returns>
    public JsonElement[] Read(JsonElement owner, out string? misspelled, out string? ambiguous)
    {
        var members = new JsonElement[_names.Length];
        (misspelled, ambiguous) = (null, null);
        foreach (var member in owner.EnumerateObject())
        {
            if (Find(member, out var isExact) is not (>= 0 and var index))
            {
                continue;
            }

            misspelled ??= isExact ? null : member.Name;
            ambiguous ??= members[index].ValueKind == JsonValueKind.Undefined ? null : names[index];
            members[index] = member.Value;
        }

        return members;
    }

    private int Find(JsonProperty member, out bool isExact)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        if (Ascii.IsValid(raw) && !raw.Contains((byte)'\\'))
        {
            return Find(raw, out isExact);
        }

        var name = member.Name;
        var index = Find(Encoding.UTF8.GetBytes(Fold(name)), out isExact);
        isExact &= index >= 0 && name == names[index];
        return index;
    }

    private int Find(ReadOnlySpan<byte> name, out bool isExact)
    {
        for (var index = 0; index < _names.Length; index++)
        {
            if (Ascii.EqualsIgnoreCase(name, _names[index]))
            {
                isExact = name.SequenceEqual(_names[index]);
                return index;
            }
        }

        isExact = false;
        return -1;
    }

    // Besides the capitals of ASCII, two letters fold to one of ASCII: the long s and the sign of the kelvin.
    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k');
}
