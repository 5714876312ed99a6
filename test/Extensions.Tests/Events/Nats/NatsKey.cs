#if EXT_EVENTS
using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using NATS.NKeys;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>An NKey of an operator, an account or a user.</summary>
internal sealed class NatsKey(PrefixByte kind)
{
    private readonly KeyPair _pair = KeyPair.CreatePair(kind);

    public string Public => _pair.GetPublicKey();

    public string Seed => _pair.GetSeed();

    /// <summary>Signs a JWT for another key.</summary>
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
        var signature = new byte[64];
        _pair.Sign(Encoding.ASCII.GetBytes(text), signature);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
#endif
