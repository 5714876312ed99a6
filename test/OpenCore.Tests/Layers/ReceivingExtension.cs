using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Hosting.Routes;

namespace Zot.OpenCore.Tests.Layers;

/// <summary>A receiver of events.</summary>
internal sealed class ReceivingExtension : IZotExtension
{
    public string Name => "receiver";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    /// <summary>The references in the events.</summary>
    public ConcurrentQueue<string> References { get; } = new();

    public void Configure(ZotBuilder zot) => zot.AddRoute(_ =>
        new ExtensionRoute("/receiver", [HttpMethods.Post], HandleAsync) { Access = RouteAccess.Public });

    private async Task HandleAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        if (body.RootElement.TryGetProperty("reference", out var reference))
        {
            References.Enqueue(reference.ToString());
        }
    }
}
