using System.Text;
using Zot.Auth;

namespace Zot.Core.Tests.Http.Support;

/// <summary>Authenticates a single user.</summary>
internal sealed class OneUser(string name, string password) : IPasswordAuthenticator
{
    public static (string Name, string Value) Header(string name, string password) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));

    public ValueTask<Identity?> AuthenticateAsync(string user, string secret, CancellationToken cancellationToken) =>
        ValueTask.FromResult(user == name && secret == password ? new Identity(name, []) : null);
}
