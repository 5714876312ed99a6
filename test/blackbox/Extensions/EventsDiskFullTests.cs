using System.Globalization;

namespace Zot.BlackBox.Extensions;

/// <summary>Tests a disk that repeatedly becomes full, each time at another step of a push.</summary>
public sealed class EventsDiskFullTests
{
    private const int Page = 4096;
    private const int Rounds = 10;
    private const int EnoughPushes = 30;

    public static async Task<IEnumerable<TheoryDataRow<string, string>>> Disks() =>
        from kind in await FullDisk.KindsAsync()
        from build in ZotBinary.Builds.Where(static build => build == "full")
        select new TheoryDataRow<string, string>(build, kind);

    [Theory(Timeout = Limits.Test)]
    [MemberData(nameof(Disks))]
    public async Task Push_to_a_full_disk_fails_and_acknowledged_changes_are_delivered_once_space_is_free(string build, string kind)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address)),
            prefix: folder => FullDisk.Prefix(kind, folder));
        var disk = new FullDisk(kind, zot);
        var acknowledged = new Dictionary<string, string>(StringComparer.Ordinal);
        await PushAsync("first", Manifest.Image());

        for (var round = 0; round < Rounds; round++)
        {
            await disk.FillAsync(round * Page);
            var refused = await PushUntilRefusedAsync(round);
            (await zot.Client.GetAsync("/v2/team/app/manifests/first")).Expect(200);
            await disk.EmptyAsync();
            await PushAsync(refused.Tag, refused.Image);
        }

        var there = (await zot.Client.TagsAsync("team/app")).Order(StringComparer.Ordinal);
        Assert.Equal(acknowledged.Keys.Order(StringComparer.Ordinal), there);
        await Eventually.TrueAsync(
            () => Task.FromResult(acknowledged.Keys.ToHashSet(StringComparer.Ordinal).IsSubsetOf(Told(receiver).Keys)), "all events are delivered", Limits.Process);
        Assert.Equal(acknowledged.OrderBy(static pair => pair.Key), Told(receiver).OrderBy(static pair => pair.Key));
        var turns = receiver.Taken.Select(static taken => int.Parse(taken.Headers["Ce-Sequence"], CultureInfo.InvariantCulture)).Distinct().ToList();
        Assert.Equal(turns.Order(), turns);
        await zot.LogsAsync("failed to write the event journal");

        async Task PushAsync(string tag, Manifest image)
        {
            await zot.Client.PushAsync("team/app", image, tag);
            acknowledged[tag] = image.Digest;
        }

        async Task<(string Tag, Manifest Image)> PushUntilRefusedAsync(int round)
        {
            for (var push = 0; push < EnoughPushes; push++)
            {
                var (tag, image) = ($"r{round}-{push}", Manifest.Image());
                try
                {
                    await PushAsync(tag, image);
                }
                catch (Xunit.Sdk.XunitException refusal) when (refusal.Message.Contains("answered 50", StringComparison.Ordinal))
                {
                    return (tag, image);
                }
            }

            throw new InvalidOperationException("the disk is not full");
        }
    }

    private static Dictionary<string, string> Told(EventReceiver receiver) => receiver.Taken
        .Where(static taken => taken.Type == "zotregistry.image.updated")
        .GroupBy(static taken => taken.Text("reference")!)
        .ToDictionary(static told => told.Key, static told => Assert.Single(told.Select(static taken => taken.Text("digest")!).Distinct()), StringComparer.Ordinal);
}
