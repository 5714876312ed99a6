using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zot.Auth;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Hosting.Routes;

namespace Zot.OpenCore.Tests.Authentication;

/// <summary>An extension that uses nothing but the hook.</summary>
internal sealed class ForeignExtension : IZotExtension
{
    public string Name => "foreign";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public TimeSpan? SessionLife { get; set; }

    public ForeignUsers Users { get; } = new();

    public void Configure(ZotBuilder zot)
    {
        zot.AddPasswords(_ => Users);
        zot.AddUsers(_ => Users);
        zot.AddAuthenticator(AuthenticationStep.Token, static _ => new ForeignTokens());
        zot.AddRoute(services => Open("/foreign/login", context => services.GetRequiredService<ISessionService>()
            .SignInAsync(context, new Identity("carol", ["foreign"]), SessionLife).AsTask()));
        zot.AddRoute(services => Open("/foreign/logout", context =>
            services.GetRequiredService<ISessionService>().SignOutAsync(context).AsTask()));
    }

    private static ExtensionRoute Open(string path, RequestDelegate handler) =>
        new(path, [HttpMethods.Post], handler) { Access = RouteAccess.PublicPath };
}
