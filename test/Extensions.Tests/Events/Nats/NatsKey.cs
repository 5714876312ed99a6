#if EXT_EVENTS
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Zot.Auth;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>A key of NATS: of an operator, an account or a user. Written here a second time, so that the first is checked.</summary>
internal sealed class NatsKey
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly Ed25519Key _key;

    public NatsKey(char kind)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519Key.SeedLength);
        _key = new Ed25519Key(seed);
        var prefix = Alphabet.IndexOf(kind, StringComparison.Ordinal);
        Public = Encode([(byte)(prefix << 3), .. _key.PublicKey]);
        Seed = Encode([(byte)((18 << 3) | (prefix >> 2)), (byte)((prefix & 3) << 6), .. seed]);
    }

    public string Public { get; }

    public string Seed { get; }

    /// <summary>A JWT that this key has signed.</summary>
    public string Sign(string type, NatsKey subject)
    {
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = 1_700_000_000,
            ["iss"] = Public,
            ["name"] = type,
            ["sub"] = subject.Public,
            ["nats"] = new JsonObject { ["type"] = type, ["version"] = 2, ["subs"] = -1, ["data"] = -1, ["payload"] = -1 },
        };
        if (type == "account")
        {
            claims["nats"]!["limits"] = JsonNode.Parse(
                """{"subs":-1,"data":-1,"payload":-1,"imports":-1,"exports":-1,"wildcards":true,"conn":-1,"leaf":-1}""");
        }

        var text = $"{Part("""{"typ":"JWT","alg":"ed25519-nkey"}""")}.{Part(claims.ToJsonString())}";
        return $"{text}.{Base64Url.EncodeToString(_key.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Encode(byte[] bytes)
    {
        var crc = bytes.Aggregate(0, static (sum, value) =>
            Enumerable.Range(0, 8).Aggregate(sum ^ (value << 8), static (rest, _) => ((rest << 1) ^ ((rest & 0x8000) >> 15) * 0x1021) & 0xFFFF));
        var bits = string.Concat(((byte[])[.. bytes, (byte)crc, (byte)(crc >> 8)]).Select(static value => $"{value:b8}"));
        return string.Concat(bits.Chunk(5).Select(static five => Alphabet[Convert.ToInt32(new string(five).PadRight(5, '0'), 2)]));
    }
}
#endif
