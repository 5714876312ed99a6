using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Metadata.Content;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Pushes manifests, pulls those that were accepted, lists their referrers and deletes them.</summary>
internal sealed class ManifestTarget : IFuzzTarget
{
    private static readonly string[] Types = [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerList];

    private readonly FuzzedServer _server;
    private readonly HttpClient _client;
    private readonly ManifestRecordReader _details;

    private ManifestTarget(FuzzedServer server)
    {
        (_server, _client) = (server, server.CreateClient());
        _details = new ManifestRecordReader(server.Registry, NullLogger.Instance);
    }

    public static async ValueTask<IFuzzTarget> OpenAsync() => new ManifestTarget(await FuzzedServer.StartAsync());

    public async Task TryAsync(byte[] input, Random random)
    {
        var digest = Some.Digest(input);
        var reference = random.Next(3) switch { 0 => digest.ToString(), 1 => $"{digest}?tag=one&tag=two", _ => "v1" };
        var type = TypeOf(input, random);
        using var body = new ByteArrayContent(input);
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var pushed = await SendAsync(HttpMethod.Put, $"manifests/{reference}", body);
        if (pushed.StatusCode != HttpStatusCode.Created)
        {
            await RejectedAsync(pushed);
            return;
        }

        await PulledAsync(digest, input);
        await ListedAsync(digest, pushed);
        await _details.ReadAsync(FuzzedServer.App, new Descriptor(type, digest, input.Length), default);
        using var deleted = await SendAsync(HttpMethod.Delete, $"manifests/{digest}");
        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
    }

    public Task CheckAsync() => FuzzedServer.CheckAsync(_client);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    // Usually the actual type of the input.
    private static string TypeOf(byte[] input, Random random)
    {
        if (random.Next(8) == 0)
        {
            return Types[random.Next(Types.Length)];
        }

        var isIndex = input.AsSpan().IndexOf("\"manifests\""u8) >= 0;
        var isDocker = input.AsSpan().IndexOf("docker.distribution"u8) >= 0;
        return Types[(isDocker ? 2 : 0) + (isIndex ? 1 : 0)];
    }

    private static async Task RejectedAsync(HttpResponseMessage response)
    {
        Assert.InRange((int)response.StatusCode, 400, 499);
        using var errors = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.True(errors.RootElement.GetProperty("errors")[0].GetProperty("code").GetString() is { Length: > 0 });
    }

    private async Task PulledAsync(Digest digest, byte[] input)
    {
        using var pulled = await SendAsync(HttpMethod.Get, $"manifests/{digest}");
        Assert.Equal(HttpStatusCode.OK, pulled.StatusCode);
        Assert.Equal(input, await pulled.Content.ReadAsByteArrayAsync());
        using var tags = await SendAsync(HttpMethod.Get, "tags/list");
        Assert.Equal(HttpStatusCode.OK, tags.StatusCode);
    }

    private async Task ListedAsync(Digest digest, HttpResponseMessage pushed)
    {
        var subject = pushed.Headers.TryGetValues("OCI-Subject", out var values) ? values.Single() : null;
        using var listed = await SendAsync(HttpMethod.Get, $"referrers/{subject ?? digest.ToString()}");
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
        var list = await listed.Content.ReadAsByteArrayAsync();
        using var json = JsonDocument.Parse(list);
        Assert.True(
            subject is null || Encoding.UTF8.GetString(list).Contains(digest.ToString(), StringComparison.Ordinal), "a manifest is missing from the referrers of its subject");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, $"/v2/{FuzzedServer.App}/{path}") { Content = content };
        var response = await _client.SendAsync(request);
        var error = _server.Errors.Take();
        Assert.True((int)response.StatusCode < 500 && error is null, $"{method} {path}: {(int)response.StatusCode} {error}");
        return response;
    }
}
