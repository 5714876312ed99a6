using Microsoft.Extensions.Hosting;

namespace Zot.OpenCore.Tests.Changes;

/// <summary>Subscribes when the registry starts.</summary>
internal sealed class Subscription(Action subscribe) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscribe();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
