using Zot.Auth;

namespace Zot.Core.Tests.Auth;

/// <summary>A directory whose users exist while a condition holds.</summary>
internal sealed class FakeUsers(Func<bool> exist) : IUserDirectory
{
    public ValueTask<bool> KnowsAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(exist());
}
