using Zot.Registry;

namespace Zot.Core.Tests.Storage.Limits;

/// <summary>A registry that runs an action between the checks of the outer layers and the store.</summary>
internal sealed class InterleavedRegistry(IRegistry inner) : DelegatingRegistry(inner)
{
    private Func<Task>? _next;

    /// <summary>Sets the action that runs once, before the next push or deletion reaches the store.</summary>
    internal void BeforeNext(Func<Task> next) => _next = next;

    public override async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        await InterleaveAsync();
        return await Inner.PushManifestAsync(push, cancellationToken);
    }

    public override async ValueTask<bool> DeleteManifestAsync(ManifestDelete delete, CancellationToken cancellationToken)
    {
        await InterleaveAsync();
        return await Inner.DeleteManifestAsync(delete, cancellationToken);
    }

    private Task InterleaveAsync() => Interlocked.Exchange(ref _next, null)?.Invoke() ?? Task.CompletedTask;
}
