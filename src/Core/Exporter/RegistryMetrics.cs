using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Zot.Client.Commands;
using Zot.Configuration.Exporter;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Metering.Exposition;

namespace Zot.Exporter;

/// <summary>Reads the metrics of a registry.</summary>
internal sealed partial class RegistryMetrics : IDisposable
{
    // The same limit as in zot.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly ILogger _logger;

    /// <exception cref="CommandException">The CA file cannot be read.</exception>
    public RegistryMetrics(ExportedServerOptions options, ILogger<RegistryMetrics> logger)
    {
        _logger = logger;
        _address = new UriBuilder(options.Protocol, options.Host, options.Port, "/metrics").Uri;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        handler.SslOptions.CertificateChainPolicy = TrustIn(options.CaCert);

        _client = new HttpClient(handler) { Timeout = Limit };
        if (options.Username is { Length: > 0 } user)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}")));
        }
    }

    /// <summary>Returns the metrics of the registry, and a metric that indicates whether they could be read.</summary>
    public async Task<IReadOnlyList<MetricFamily>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(_address, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return [.. await MetricsJson.ReadAsync(body, cancellationToken), Up(isUp: true)];
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested
            && cause is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            // Prometheus only learns that the registry is not up; the reason goes to the log.
            LogNotRead(_address, cause.Message);
            return [Up(isUp: false)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static MetricFamily Up(bool isUp) =>
        new(ZotMetrics.Up.Name, MetricKind.Gauge, ZotMetrics.Up.Help, "", [], [], [new MetricSample([], isUp ? 1 : 0)]);

    // Certificate downloads are disabled: the address in a server's certificate is not trustworthy.
    private static X509ChainPolicy TrustIn(string? authorities)
    {
        var policy =
            new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (string.IsNullOrEmpty(authorities))
        {
            return policy;
        }

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(authorities);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException(
                $"server.cacert is '{authorities}', but this file cannot be read: {cause.Message}", cause);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new CommandException($"server.cacert is '{authorities}', but the file contains no certificate");
    }

    [LoggerMessage(8101, LogLevel.Warning, "failed to read metrics of the registry: {Address} {Reason}")]
    private partial void LogNotRead(Uri address, string reason);
}
