using System.Buffers;
using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Extensions;

/// <summary>An entry of <c>extensions.events.sinks</c>: a receiver of CloudEvents.</summary>
public sealed record EventSinkOptions : ISection<EventSinkOptions>
{
    private static readonly SearchValues<char> NotInStreams = SearchValues.Create(" \t.*>/\\");

    /// <summary>
    /// The name of the sink in logs, metrics and the event journal, which stores the sink's checkpoint by name: a
    /// renamed sink starts without one. Default: type, address and channel.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Indicates whether the registry fails to start while the sink is unreachable; for NATS. Default: true.
    /// </summary>
    public bool Required { get; init; } = true;

    /// <summary>The protocol: <c>http</c> or <c>nats</c>. Required.</summary>
    public string Type { get; init; } = "";

    /// <summary>The address: <c>https://…</c>, or <c>nats://…</c> or <c>tls://…</c>. Required.</summary>
    public string Address { get; init; } = "";

    /// <summary>
    /// The subject, for NATS; the attribute <c>channel</c>, for HTTP. Required for NATS. Default: none.
    /// </summary>
    public string? Channel { get; init; }

    /// <summary>
    /// Indicates whether JetStream stores and acknowledges published events; for NATS. Default: false.
    /// </summary>
    public bool JetStream { get; init; }

    /// <summary>
    /// The expected stream, for JetStream: no other stream may store the events. Default: the stream that the subject
    /// belongs to.
    /// </summary>
    public string? Stream { get; init; }

    /// <summary>
    /// Indicates whether a missing <see cref="Stream"/> is created, for the subject <see cref="Channel"/>, with file
    /// storage and without limits. Default: false.
    /// </summary>
    public bool CreateStream { get; init; }

    /// <summary>
    /// The timeout of a whole delivery, for HTTP, or of connecting, for NATS; zero or less for the default. Default: 30
    /// seconds; for NATS, 2 seconds.
    /// </summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The proxy, for HTTP. Default: the proxy set in the environment.</summary>
    public string? Proxy { get; init; }

    /// <summary>Additional request headers, for HTTP, by name in lower case. Default: none. Never shown.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The credentials of the registry at the sink. Default: none.</summary>
    public EventSinkCredentialsOptions? Credentials { get; init; }

    /// <summary>The TLS settings. Default: the certificate authorities of the system.</summary>
    public EventSinkTlsOptions? TlsConfig { get; init; }

    /// <summary>The signing of deliveries, over HTTP. Default: deliveries are not signed.</summary>
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
            Type != "http" || Address.Length == 0 || HttpAddress.IsValid(Address),
            Address,
            "must be an http or https URL");
        rules.Check(Proxy is null or "" || HttpAddress.IsValid(Proxy), Proxy, "must be an http or https URL");
        // Without a scheme, credentials cannot be told from a host where the address is logged.
        rules.Check(
            Type != "nats" || Address.Split(',').All(static part => !part.Contains('@', StringComparison.Ordinal)
                || part.Contains("://", StringComparison.Ordinal)),
            Secrets.Mask, "must begin with nats:// or tls:// if it contains credentials", key: "address");
        rules.Check(
            Type != "nats" || Address.Split(',').All(IsNatsAddress), Address,
            "must be a NATS address such as nats://host:4222 or tls://host:4222");
        rules.Check(Type != "nats" || Channel is { Length: > 0 }, Channel, "must name a subject");
        rules.Check(
            Type != "nats" || Channel is null || !Channel.AsSpan().ContainsAny(" \t*>"),
            Channel, "must be a subject without wildcards");
        rules.Check(!JetStream || Type == "nats", JetStream, "needs a sink of type 'nats'", key: "jetstream");
        rules.Check(Stream is null || JetStream, Stream, "needs jetstream");
        rules.Check(
            Stream is null || (Stream.Length > 0 && !Stream.AsSpan().ContainsAny(NotInStreams)), Stream,
            "must be a name without whitespace, dots, slashes or wildcards");
        rules.Check(!CreateStream || Stream is not null, CreateStream, "needs the name of a stream");
    }

    // WebSocket connections have their own TLS settings.
    private static bool IsNatsAddress(string address) =>
        address.IndexOf("://", StringComparison.Ordinal) is var end
        && (end < 0 || address[..end].Trim().ToLowerInvariant() is "nats" or "tls");
}
