using System.Buffers;

namespace Zot.Testing.Fuzzing;

/// <summary>Generates nearly valid inputs: JSON is mutated by its structure, any input by its bytes.</summary>
/// <param name="words">Words of the target's language, in addition to <see cref="HostileValues"/>.</param>
public sealed class Mutator(params IReadOnlyList<byte[]> words)
{
    private const int MaxChanges = 4;
    private const int MaxRange = 40;

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create(" \t\r\n/?&=:;,\"'{}[]()<>"u8);

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly IReadOnlyList<byte[]> _words = [.. HostileValues.Bytes, .. words, .. words];

    /// <summary>Returns a mutation of one of the inputs.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> corpus, Random random)
    {
        var input = corpus[random.Next(corpus.Count)];
        for (var change = random.Next(1, MaxChanges + 1); change > 0; change--)
        {
            // Most inputs remain valid JSON, so that the code that reads the values is reached as well.
            var parts = random.Next(10) < 8 ? JsonShape.Of(input) : [];
            input = parts.Count > 0 ? ChangeJson(input, parts[random.Next(parts.Count)], parts, random)
                : random.Next(2) == 0 && TokensOf(input) is { Count: > 0 } tokens ? ChangeToken(input, tokens, random)
                : ChangeBytes(input, corpus, random);
        }

        return input;
    }

    /// <summary>Returns <see cref="FuzzSettings.Count"/> mutations, for a test without a stateful target.</summary>
    public IEnumerable<byte[]> MutateAll(params IReadOnlyList<byte[]> corpus) =>
        Enumerable.Range(0, FuzzSettings.Count).Select(number => Mutate(corpus, FuzzSettings.RandomFor(number)));

    private static byte[] ChangeJson(byte[] input, JsonPart part, List<JsonPart> parts, Random random)
    {
        var value = HostileValues.Json[random.Next(HostileValues.Json.Count)];
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                return Replace(input, part.Start, part.End, value);
            case 3:
                return Remove(input, part);
            case 4:
                var other = parts[random.Next(parts.Count)];
                return Replace(input, part.Start, part.End, input.AsSpan(other.Start, other.End - other.Start));
            case 5 when part.IsMember:
                return Replace(input, part.End, part.End, [(byte)',', .. input[part.Name..part.Start], .. value]);
            case 6 when part.IsMember:
                return Replace(input, part.End, part.End, [(byte)',', .. OtherCase(input[part.Name..part.Start], random), .. input[part.Start..part.End]]);
            case 7 when part.IsMember:
                return Replace(input, part.Name, part.Start, OtherCase(input[part.Name..part.Start], random));
            case 8:
                return Replace(input, part.Start, part.End, [(byte)'[', .. input[part.Start..part.End], (byte)',', .. input[part.Start..part.End], (byte)']']);
            default:
                return Replace(input, part.End, part.End, [(byte)',', .. input[part.Name..part.End]]);
        }
    }

    // A token is a word or a number between delimiters, as in a request header or in YAML.
    private byte[] ChangeToken(byte[] input, List<Range> tokens, Random random)
    {
        var (start, length) = tokens[random.Next(tokens.Count)].GetOffsetAndLength(input.Length);
        var token = input.AsSpan(start, length);
        var isNumber = token.IndexOfAnyExcept(Digits) < 0;
        return random.Next(6) switch
        {
            0 => Replace(input, start, start + length, input.AsSpan(tokens[random.Next(tokens.Count)])),
            1 => Replace(input, start, start + length, []),
            2 => Replace(input, start, start, [.. token, input[Math.Min(start + length, input.Length - 1)]]),
            > 2 when isNumber => Replace(input, start, start + length, HostileValues.Numbers[random.Next(HostileValues.Numbers.Count)]),
            _ => Replace(input, start, start + length, _words[random.Next(_words.Count)]),
        };
    }

    private static List<Range> TokensOf(byte[] input)
    {
        List<Range> tokens = [];
        foreach (var token in input.AsSpan().SplitAny(Delimiters))
        {
            if (token.End.Value > token.Start.Value)
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    private byte[] ChangeBytes(byte[] input, IReadOnlyList<byte[]> corpus, Random random)
    {
        var at = random.Next(input.Length + 1);
        var end = at + Math.Min(random.Next(1, MaxRange), input.Length - at);
        var word = _words[random.Next(_words.Count)];
        switch (random.Next(14))
        {
            case 0:
                return input[..at];
            case 1:
                return Replace(input, at, end, []);
            case 2:
                return Replace(input, at, at, input.AsSpan(at, end - at));
            case 3 when at < input.Length:
                return Replace(input, at, at + 1, [(byte)random.Next(256)]);
            case 4 when at < input.Length:
                return Replace(input, at, at + 1, [(byte)(input[at] ^ (1 << random.Next(8)))]);
            case 5:
                return Replace(input, at, end, word);
            case 6:
                return [.. input, .. new byte[random.Next(1, 5000)]];
            case 7:
                return [0xEF, 0xBB, 0xBF, .. input];
            case 8:
                var other = corpus[random.Next(corpus.Count)];
                return [.. input[..at], .. other[random.Next(other.Length + 1)..]];
            case 9:
                return Replace(input, at, at, Enumerable.Repeat(word, random.Next(1, 1000)).SelectMany(static one => one).ToArray());
            case 10 or 11:
                return Replace(input, at, Math.Min(at + word.Length, input.Length), word);
            default:
                return Replace(input, at, at, word);
        }
    }

    // Removes the following comma as well, or the preceding one.
    private static byte[] Remove(byte[] input, JsonPart part)
    {
        var (start, end) = (part.Name, part.End);
        if (end < input.Length && input[end] == ',')
        {
            end++;
        }
        else if (start > 0 && input[start - 1] == ',')
        {
            start--;
        }

        return Replace(input, start, end, []);
    }

    // Changes the case of letters; s and k also become the non-ASCII characters that fold to them.
    private static byte[] OtherCase(byte[] name, Random random)
    {
        List<byte> changed = [];
        foreach (var letter in name)
        {
            var isChanged = char.IsAsciiLetter((char)letter) && random.Next(3) == 0;
            changed.AddRange((isChanged, letter, random.Next(4)) switch
            {
                (true, (byte)'s', 0) => [0xC5, 0xBF],
                (true, (byte)'k', 0) => [0xE2, 0x84, 0xAA],
                (true, _, _) => [(byte)(letter ^ 0x20)],
                _ => [letter],
            });
        }

        return [.. changed];
    }

    private static byte[] Replace(byte[] input, int start, int end, ReadOnlySpan<byte> by) => [.. input.AsSpan(0, start), .. by, .. input.AsSpan(end)];
}
