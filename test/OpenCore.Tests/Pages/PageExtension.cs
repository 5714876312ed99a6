using Microsoft.AspNetCore.Http;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.OpenCore.Tests.Authentication;

namespace Zot.OpenCore.Tests.Pages;

/// <summary>A web page for everybody, with assets and pages of its own, through nothing but the hook.</summary>
internal sealed class PageExtension : IZotExtension
{
    public string Name => "page";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public ForeignUsers Users { get; } = new();

    public void Configure(ZotBuilder zot)
    {
        zot.AddPasswords(_ => Users);
        zot.AddUsers(_ => Users);
        Add(zot, "/", RouteMatch.Exact, "root");
        Add(zot, "/login", RouteMatch.Exact, "login");
        Add(zot, "/assets", RouteMatch.Prefix, "asset");
        Add(zot, "/", RouteMatch.Fallback, "fallback");
    }

    private static void Add(ZotBuilder zot, string path, RouteMatch match, string answer) => zot.AddRoute(_ =>
        new ExtensionRoute(path, [HttpMethods.Get, HttpMethods.Head], context => context.Response.WriteAsync(answer))
        {
            Match = match,
            Access = RouteAccess.Public,
        });
}
