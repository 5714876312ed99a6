using System.Collections.Concurrent;
using Zot.Auth;

namespace Zot.OpenCore.Tests.Authentication;

/// <summary>A user directory that the core does not know, with passwords.</summary>
internal sealed class ForeignUsers : IPasswordAuthenticator, IUserDirectory
{
    public ConcurrentDictionary<string, string> Passwords { get; } = new();

    public ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Passwords.TryGetValue(name, out var expected) && expected == password
            ? new Identity(name, ["foreign"])
            : null);

    public ValueTask<bool> KnowsAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Passwords.ContainsKey(name));
}
