using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Http;
using Zot.Http.Kestrel;

namespace Zot.Core.Tests.Http;

public sealed class KestrelSchedulingTests
{
    [Fact]
    public async Task Blocked_requests_do_not_delay_other_connections()
    {
        using var released = new ManualResetEvent(initialState: false);
        using var reached = new CountdownEvent(8);
        await using var app = await StartAsync(context =>
        {
            if (context.Request.Path == "/blocked")
            {
                reached.Signal();
                released.WaitOne(); // blocks like a read from a slow disk
            }

            return Task.CompletedTask;
        });
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/", TestContext.Current.CancellationToken)).StatusCode);
            var blocked = Enumerable.Range(0, reached.InitialCount).Select(_ => client.GetAsync("/blocked", TestContext.Current.CancellationToken)).ToArray();
            Assert.True(reached.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

            for (var request = 0; request < 100; request++)
            {
                using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            Assert.All(blocked, static request => Assert.False(request.IsCompleted));
            released.Set();
            Assert.All(await Task.WhenAll(blocked), static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        }
        finally
        {
            released.Set();
        }
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        CurrentHttpOptions options = static () => new();
        builder.Services.AddSingleton(options);
        builder.Services.AddKestrelTuning();
        builder.Services.Configure<KestrelServerOptions>(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return app;
    }
}
