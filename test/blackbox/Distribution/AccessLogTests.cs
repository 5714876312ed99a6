using System.Text.Json;

namespace Zot.BlackBox.Distribution;

/// <summary>The log of requests: one JSON object per line, in zot's format.</summary>
public sealed class AccessLogTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Every_request_is_logged_and_every_change_is_audited(string build)
    {
        var audit = "";
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            var log = options["log"]!.AsObject();
            log["output"] = Path.Combine(folder, "zot.log");
            log["audit"] = audit = Path.Combine(folder, "audit.log");
        });
        var image = Manifest.Image();
        await zot.Client.PushAsync("app", image, "v1");
        (await zot.Client.GetAsync("/v2/app/manifests/v1?x=1", ("Authorization", "Basic c2VjcmV0OnNlY3JldA=="))).Expect(200);
        (await zot.Client.GetAsync("/v2/app/manifests/v2")).Expect(404);

        await zot.StopAsync();

        var lines = Lines(zot.Folder.Combine("zot.log"));
        Assert.All(lines, line =>
        {
            Assert.True(line.TryGetProperty("time", out _));
            Assert.True(line.TryGetProperty("level", out _));
            Assert.True(line.TryGetProperty("message", out _));
        });
        var requests = lines.Where(line => line.GetProperty("message").GetString() == "HTTP API").ToArray();
        var pull = Assert.Single(requests, line => line.GetProperty("path").GetString() == "/v2/app/manifests/v1?x=******");
        Assert.Equal("GET", pull.GetProperty("method").GetString());
        Assert.Equal(200, pull.GetProperty("statusCode").GetInt32());
        Assert.Equal("info", pull.GetProperty("level").GetString());
        Assert.Equal("http", pull.GetProperty("module").GetString());
        Assert.Equal("******", pull.GetProperty("headers").GetProperty("Authorization")[0].GetString());
        Assert.Single(requests, line => line.GetProperty("path").GetString() == "/v2/app/manifests/v2");

        var changes = Lines(audit);
        Assert.All(changes, line => Assert.Equal("HTTP API Audit", line.GetProperty("message").GetString()));
        Assert.All(changes, line => Assert.Contains(line.GetProperty("action").GetString(), new[] { "POST", "PUT", "PATCH", "DELETE" }));
        var push = Assert.Single(changes, line => line.GetProperty("object").GetString() == "/v2/app/manifests/v1");
        Assert.Equal("anonymous", push.GetProperty("subject").GetString());
        Assert.Equal(201, push.GetProperty("status").GetInt32());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Credentials_are_not_logged(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        string[] headers =
        [
            "X-Api-Key", "Authentication", "X-Registry-Auth", "X-Goog-Iap-Jwt-Assertion", "Cf-Access-Jwt-Assertion", "X-Amzn-Oidc-Data",
            "X-Forwarded-Client-Cert", "Proxy-Authorization", "Cookie", "X-Whatever",
        ];

        foreach (var header in headers)
        {
            (await zot.Client.GetAsync($"/v2/?access_token=hush{header}&password=hush&hush", (header, $"hush-{header}"))).Expect(200);
            (await zot.Client.GetAsync($"/elsewhere?access_token=hush", (header, $"hush-{header}"))).Expect(404);
        }

        await zot.LogsAsync("X-Whatever");
        Assert.DoesNotContain("hush", zot.Log, StringComparison.Ordinal);
    }

    private static JsonElement[] Lines(string path) =>
        [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];
}
