using System.Globalization;

namespace Zot.Testing;

/// <summary>Inputs that are nearly right: valid ones in which some bytes are others, more or fewer.</summary>
public static class Mutations
{
    // What means something in JSON or YAML, in text that is not valid Unicode, or in a number.
    private static readonly byte[][] Pieces =
    [
        [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xC5, 0xBF], "\\ud800"u8.ToArray(), "\\udfff"u8.ToArray(), "\\u0000"u8.ToArray(),
        "\""u8.ToArray(), "\\"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(),
        "null"u8.ToArray(), "[null]"u8.ToArray(), "{}"u8.ToArray(), "-1"u8.ToArray(), "9223372036854775807"u8.ToArray(), "1e999"u8.ToArray(),
        "\n"u8.ToArray(), "\\n"u8.ToArray(), " "u8.ToArray(), "A"u8.ToArray(), "s"u8.ToArray(), "*"u8.ToArray(), "&"u8.ToArray(), "$"u8.ToArray(),
    ];

    /// <summary>Gets the number of inputs: 10,000, or what the variable <c>ZOT_FUZZ_INPUTS</c> says.</summary>
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("ZOT_FUZZ_INPUTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 10_000;

    /// <summary>Gets the inputs, the same each time.</summary>
    public static IEnumerable<byte[]> Of(params byte[][] valid)
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new Random(seed);
            var input = valid[random.Next(valid.Length)].ToList();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                Change(input, random);
            }

            yield return [.. input];
        }
    }

    private static void Change(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(random.Next(1, 20), input.Count - at);
        switch (random.Next(6))
        {
            case 0:
                input.RemoveRange(at, input.Count - at);
                break;
            case 1:
                input.RemoveRange(at, length);
                break;
            case 2:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 3 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 4 when at < input.Count:
                input.RemoveAt(at);
                input.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
            default:
                input.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }
}
