using System.Text.Json.Nodes;

namespace Zot.BlackBox.Distribution;

/// <summary><c>http.ratelimit</c>: a bucket of one second per client and path.</summary>
public sealed class RateLimitTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Requests_above_the_rate_are_429(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
            options["http"]!["ratelimit"] = new JsonObject { ["rate"] = 5 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => zot.Client.GetAsync("/v2/_catalog")));

        Assert.Contains(answers, answer => answer.Status == 200);
        var refused = Assert.IsType<Answer>(answers.FirstOrDefault(answer => answer.Status != 200));
        refused.Expect(429).ExpectHeader("Content-Type", "text/plain; charset=utf-8");
        Assert.Equal("Too Many Requests", refused.Text.Trim());
        Assert.All(answers, answer => answer.ExpectHeader("X-Rate-Limit-Limit", "5.00").ExpectHeader("X-Rate-Limit-Duration", "1").ExpectHeader("RateLimit-Limit", "5"));
        await Eventually.TrueAsync(async () => (await zot.Client.GetAsync("/v2/_catalog")).Status == 200, "the bucket fills again");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Method_rate_limits_only_its_method(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
            options["http"]!["ratelimit"] = new JsonObject
            {
                ["methods"] = new JsonArray(new JsonObject { ["method"] = "GET", ["rate"] = 5 }),
            });

        var reads = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => zot.Client.GetAsync("/v2/_catalog")));
        var heads = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => zot.Client.HeadAsync("/v2/app/manifests/v1")));

        Assert.Contains(reads, answer => answer.Status == 429);
        Assert.All(heads, answer => answer.Expect(404));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Clients_behind_a_trusted_proxy_are_limited_separately(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
        {
            options["http"]!["ratelimit"] = new JsonObject { ["rate"] = 5 };
            options["http"]!["trustedProxies"] = new JsonArray("127.0.0.0/8");
        });

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => zot.Client.GetAsync("/v2/_catalog", ("X-Forwarded-For", "10.0.0.1"))));

        (await zot.Client.GetAsync("/v2/_catalog", ("X-Forwarded-For", "10.0.0.2"))).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Forwarded_addresses_of_untrusted_clients_are_ignored(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
            options["http"]!["ratelimit"] = new JsonObject { ["rate"] = 5 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            zot.Client.GetAsync("/v2/_catalog", ("X-Forwarded-For", $"10.0.0.{number}"))));

        Assert.Contains(answers, answer => answer.Status == 429);
    }
}
