#if EXT_EVENTS
using System.Text;

namespace NATS.Client.Core.Wire;

/// <summary>Who we are. Files are read each time a connection is made: they may have been renewed.</summary>
internal static class Credentials
{
    private const string JwtHeading = "-----BEGIN NATS USER JWT-----";
    private const string SeedHeading = "-----BEGIN USER NKEY SEED-----";

    /// <summary>Adds who we are to our greeting.</summary>
    /// <exception cref="NatsException">A file cannot be read, or does not hold what it should.</exception>
    public static ConnectMessage AddTo(ConnectMessage greeting, NatsAuthOpts auth, ServerAddress address, string? nonce)
    {
        greeting = greeting with
        {
            User = auth.Username ?? address.User,
            Password = auth.Password ?? (address.User is null ? null : address.Secret),
            Token = auth.Token ?? (address.User is null ? address.Secret : null),
        };
        if (auth.CredsFile is { Length: > 0 } credentials)
        {
            var lines = Read(credentials);
            return greeting with
            {
                Jwt = After(lines, JwtHeading) ?? throw new NatsException($"{credentials} holds no JWT of a user"),
                Signature = Sign(nonce, After(lines, SeedHeading) ?? throw new NatsException($"{credentials} holds no seed of a user's key")),
            };
        }

        if (auth.NKeyFile is { Length: > 0 } keys)
        {
            var lines = Read(keys);
            return greeting with
            {
                PublicKey = Starting(lines, "U") ?? throw new NatsException($"{keys} holds no public key of a user, a line U…"),
                Signature = Sign(nonce, Starting(lines, "SU") ?? throw new NatsException($"{keys} holds no seed of a user's key, a line SU…")),
            };
        }

        return greeting;
    }

    private static string? Sign(string? nonce, string seed) =>
        nonce is null ? null : Convert.ToBase64String(NKey.ParseSeed(seed).Sign(Encoding.UTF8.GetBytes(nonce)));

    private static string? After(string[] lines, string heading)
    {
        var index = Array.IndexOf(lines, heading);
        return index >= 0 && index + 1 < lines.Length ? lines[index + 1] : null;
    }

    private static string? Starting(string[] lines, string prefix) =>
        lines.FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));

    private static string[] Read(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(static line => line.Trim())];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new NatsException($"{file} cannot be read: {cause.Message}", cause);
        }
    }
}
#endif
