using Zot.Auth;
using Zot.Client.Commands;
using Zot.Hosting;

namespace Zot.Core.Tests.Hosting.OpenCore;

/// <summary>An extension that uses nothing but the hook.</summary>
internal sealed class ForeignExtension : IZotExtension
{
    public string Name => "foreign";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public ForeignUsers Users { get; } = new();

    public void Configure(ZotBuilder zot)
    {
        zot.AddPasswords(_ => Users);
        zot.AddUsers(_ => Users);
        zot.AddAuthenticator(AuthenticationStep.Token, static _ => new ForeignTokens());
    }
}
