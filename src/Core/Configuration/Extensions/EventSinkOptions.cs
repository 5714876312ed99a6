using System.Buffers;

namespace Zot.Configuration;

/// <summary>An entry of <c>extensions.events.sinks</c>: somebody who is told, as CloudEvents.</summary>
public sealed record EventSinkOptions : ISection<EventSinkOptions>
{
    private static readonly SearchValues<char> NotInStreams = SearchValues.Create(" \t.*>/\\");

    /// <summary>
    /// The name under which it is known in logs, figures and in the event journal, where it has its place: change the name
    /// and it begins anew. Default: type, address and channel.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the registry does not start while it cannot be reached; for NATS. Default: true.</summary>
    public bool Required { get; init; } = true;

    /// <summary>How: <c>http</c> or <c>nats</c>. Required.</summary>
    public string Type { get; init; } = "";

    /// <summary>Where: <c>https://…</c>, or <c>nats://…</c> or <c>tls://…</c>. Required.</summary>
    public string Address { get; init; } = "";

    /// <summary>The subject, for NATS; for HTTP the attribute <c>channel</c>. Required for NATS. Default: none.</summary>
    public string? Channel { get; init; }

    /// <summary>Whether JetStream is to keep what is sent, and to acknowledge it; for NATS. Default: false.</summary>
    public bool JetStream { get; init; }

    /// <summary>The stream that is meant, for JetStream: another one must not take it. Default: whichever takes the subject.</summary>
    public string? Stream { get; init; }

    /// <summary>
    /// Whether <see cref="Stream"/> is created where it is absent, for the subject <see cref="Channel"/>, on disk and without
    /// limits. Default: false.
    /// </summary>
    public bool CreateStream { get; init; }

    /// <summary>For HTTP a whole delivery, for NATS connecting; zero or less for the default. Default: 30 seconds, for NATS 2.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The proxy, for HTTP. Default: the one of the environment.</summary>
    public string? Proxy { get; init; }

    /// <summary>What is sent besides, for HTTP, by name in lower case. Default: nothing. Never shown.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who we are there. Default: nobody.</summary>
    public EventSinkCredentialsOptions? Credentials { get; init; }

    /// <summary>How TLS is done. Default: by the system's authorities.</summary>
    public EventSinkTlsOptions? TlsConfig { get; init; }

    /// <summary>How deliveries are signed, over HTTP. Default: they are not.</summary>
    public SigningOptions? Signing { get; init; }

    static EventSinkOptions ISection<EventSinkOptions>.Read(Section section)
    {
        var defaults = new EventSinkOptions();
        return new EventSinkOptions
        {
            Name = section.Text(defaults.Name),
            Required = section.Flag(defaults.Required),
            Type = section.Text(defaults.Type),
            Address = section.Text(defaults.Address),
            Channel = section.Text(defaults.Channel),
            JetStream = section.Flag(defaults.JetStream, "jetstream"),
            Stream = section.Text(defaults.Stream),
            CreateStream = section.Flag(defaults.CreateStream),
            Timeout = section.Duration(defaults.Timeout),
            Proxy = section.Text(defaults.Proxy),
            Headers = section.Headers(defaults.Headers),
            Signing = section.Group(defaults.Signing),
            Credentials = section.Group(defaults.Credentials),
            TlsConfig = section.Group(defaults.TlsConfig, "tlsconfig"),
        };
    }

    void ISection<EventSinkOptions>.Check(SectionRules rules)
    {
        rules.Check(Type is "http" or "nats", Type, "must be 'http' or 'nats'", "event sink is not supported");
        rules.Check(Address.Length > 0, Address, "must be a URL");
        rules.Check(
            Type != "nats" || Address.Split(',').All(IsNatsAddress), Address, "must be an address of NATS, as nats://host:4222 or tls://host:4222");
        rules.Check(Type != "nats" || Channel is { Length: > 0 }, Channel, "must name a subject");
        rules.Check(
            Type != "nats" || Channel is null || !Channel.AsSpan().ContainsAny(" \t*>"), Channel, "must be a subject without wildcards");
        rules.Check(!JetStream || Type == "nats", JetStream, "needs a sink of type 'nats'", key: "jetstream");
        rules.Check(Stream is null || JetStream, Stream, "needs jetstream");
        rules.Check(
            Stream is null || (Stream.Length > 0 && !Stream.AsSpan().ContainsAny(NotInStreams)), Stream,
            "must be a name without blanks, dots, slashes and wildcards");
        rules.Check(!CreateStream || Stream is not null, CreateStream, "needs the name of a stream");
    }

    // Web sockets have TLS settings of their own.
    private static bool IsNatsAddress(string address) =>
        address.IndexOf("://", StringComparison.Ordinal) is var end
        && (end < 0 || address[..end].Trim().ToLowerInvariant() is "nats" or "tls");
}
