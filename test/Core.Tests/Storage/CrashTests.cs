using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>A crash between any two changes of the store loses nothing that was acknowledged.</summary>
public sealed class CrashTests
{
    private static readonly RepositoryName App = Some.Repository;

    // More than the number of changes in the script.
    private const int MostChanges = 1000;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Crash_after_any_change_loses_no_acknowledged_change(bool tears, bool isIndexPrompt)
    {
        var crashes = 0;
        for (var changes = 0; changes < MostChanges; changes++)
        {
            crashes += await CrashAfterAsync(changes, tears, isIndexPrompt) ? 1 : 0;
        }

        Assert.InRange(crashes, 50, MostChanges - 1);
    }

    private static async Task<bool> CrashAfterAsync(int changes, bool tears, bool isIndexPrompt)
    {
        var time = new ManualTime();
        var memory = new MemoryDriver(time);
        var failing = new FailingDriver(memory, tears);
        var before = Stores.Open(failing, time: time, promptIndexLength: isIndexPrompt ? StoreContext.DefaultPromptIndexLength : -1);
        failing.FailAfter(changes);
        Dictionary<string, Digest?> acknowledged = [];
        var (crashed, doubtful) = (false, "");
        foreach (var (tag, layer) in Script())
        {
            doubtful = tag;
            try
            {
                acknowledged[tag] = layer is null ? await UntagAsync(before.Registry, tag) : await PushAsync(before.Registry, tag, layer);

                // Lets the journal be folded between some of the steps.
                time.Advance(TimeSpan.FromMilliseconds(100));
                doubtful = "";
            }
            catch (IOException)
            {
                crashed = true;
                break;
            }
        }

        await using var after = Stores.Open(memory, time: time);
        foreach (var (tag, digest) in acknowledged.Where(pair => pair.Key != doubtful))
        {
            Assert.True(digest == await after.Registry.ResolveAsync(App, tag), $"{tag} after {changes} changes");
        }

        var tags = await after.Registry.ListTagsAsync(App, default) ?? [];
        Assert.Equal(
            acknowledged.Where(static pair => pair.Value is not null).Select(static pair => pair.Key).Except([doubtful]).Order(),
            tags.Except([doubtful]));

        // Listed manifests are whole.
        foreach (var tag in tags)
        {
            Assert.NotNull(await after.Registry.GetManifestAsync(App, Reference.To(Tag.Parse(tag)), default));
        }

        // The registry remains usable.
        await after.Registry.PushImageAsync(App, "afterwards");
        Assert.NotNull(await after.Registry.ResolveAsync(App, "afterwards"));
        return crashed;
    }

    private static IEnumerable<(string Tag, string? Layer)> Script()
    {
        for (var step = 0; step < 24; step++)
        {
            yield return ($"t{step % 5}", step % 7 == 6 ? null : $"layer {step % 9}");
        }
    }

    private static async Task<Digest?> PushAsync(IRegistry registry, string tag, string layer) =>
        (await registry.PushImageAsync(App, tag, layer)).Digest;

    private static async Task<Digest?> UntagAsync(IRegistry registry, string tag)
    {
        await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse(tag)), default);
        return null;
    }
}
