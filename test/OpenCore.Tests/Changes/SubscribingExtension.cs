using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.OpenCore.Tests.Changes;

/// <summary>A subscriber of changes and of pulls.</summary>
/// <param name="name">The name of the extension.</param>
/// <param name="failure">The exception that each change causes; <see langword="null"/> for none.</param>
internal sealed class SubscribingExtension(string name, Exception? failure = null) : IZotExtension
{
    public string Name => name;

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public ConcurrentQueue<ContentChange> Changes { get; } = new();

    /// <summary>The method of the request of each change, which is available as long as the request lasts.</summary>
    public ConcurrentQueue<string?> Methods { get; } = new();

    public ConcurrentQueue<ContentPull> Pulls { get; } = new();

    public void Configure(ZotBuilder zot) =>
        zot.Services.AddSingleton<IHostedService>(services => new Subscription(() =>
        {
            services.GetRequiredService<IContentFeed>().Subscribe(OnChange);
            services.GetRequiredService<PullFeed>().Subscribe(OnPull);
        }));

    private void OnChange(in ContentChange change)
    {
        Changes.Enqueue(change);
        Methods.Enqueue(change.Caller?.Request?.Method);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private void OnPull(in ContentPull pull) => Pulls.Enqueue(pull);
}
