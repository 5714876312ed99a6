using Microsoft.Extensions.DependencyInjection;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.OpenCore.Tests.Jobs;

/// <summary>Background work in every repository.</summary>
internal sealed class CountingExtension : IZotExtension
{
    public string Name => "counting";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public CountJobs? Jobs { get; private set; }

    public void Configure(ZotBuilder zot) =>
        zot.AddJobs(services => [Jobs = new CountJobs(services.GetRequiredService<IRegistry>())]);
}
