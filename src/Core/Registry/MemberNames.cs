using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Zot.Registry;

/// <summary>Reads the members of a JSON object by the names that a specification defines.</summary>
/// <remarks>
/// Go's decoder matches member names under case folding, and uses the last of several matching members. Other decoders
/// match exact names only. An object for which this makes a difference means different things to different clients.
/// </remarks>
public sealed class MemberNames(params string[] names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Reads the members of an object, in the order of the names.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="misspelled">
    /// The first member name that differs from a specified one in case only, as written.
    /// </param>
    /// <param name="ambiguous">A specified name that several members match.</param>
    /// <returns>The members; missing ones are of kind <see cref="JsonValueKind.Undefined"/>.</returns>
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

    // Besides ASCII capitals, two characters fold to an ASCII letter: the long s and the kelvin sign.
    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k');
}
