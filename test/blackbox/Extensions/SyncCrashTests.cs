using System.Globalization;
using Zot.BlackBox.Clients;

namespace Zot.BlackBox.Extensions;

/// <summary>A mirror that is killed while it copies completes the copy later, and never stores or sends wrong bytes.</summary>
/// <remarks><c>ZOT_TORTURE</c> is the number of kills; the default is 200.</remarks>
public sealed class SyncCrashTests
{
    private const int ImagesPerMirror = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("ZOT_TORTURE") ?? "200", CultureInfo.InvariantCulture);

    [Theory(Timeout = Limits.CrashTest, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Copies_complete_after_kills(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var images = Enumerable.Range(0, ImagesPerMirror).Select(_ => Manifest.Index([RealImage.Large(1 << 20), Manifest.Image()])).ToList();
        foreach (var image in images)
        {
            await pair.Upstream.Client.PushAsync(NameOf(images.IndexOf(image)), image, "v1");
        }

        // Each is deleted before it is pulled again: its manifests and its tag are copied anew.
        var random = new Random(Kills);
        for (var kills = 0; kills < Kills; kills++)
        {
            var number = kills % ImagesPerMirror;
            await pair.Mirror.Client.DeleteAsync($"/v2/{NameOf(number)}/manifests/v1");
            var pull = PullAsync(pair, NameOf(number), images[number]);
            await Task.WhenAny(pull, Task.Delay(random.Next(150), Stop));
            await pair.Mirror.KillAsync();
            await pull;
            await pair.Mirror.StartAgainAsync();
            Assert.Empty(FilesOf(pair));
        }

        for (var number = 0; number < ImagesPerMirror; number++)
        {
            Assert.True(await PullAsync(pair, NameOf(number), images[number]), NameOf(number));
            await pair.HasTagAsync(NameOf(number), "v1");
        }

        await pair.Mirror.StopAsync();
        var scrub = await pair.Mirror.RunAsync("scrub", "--fail", pair.Mirror.ConfigurationFile);
        Assert.True(await scrub.ExitCode == 0, scrub.Transcript);
    }

    private static string[] FilesOf(SyncPair pair) =>
        Directory.GetFiles(Directory.CreateDirectory(Path.Combine(pair.Mirror.Data, "_sync", "downloads")).FullName);

    private static string NameOf(int number) => $"app{number}";

    // What arrives is right, or the connection ends.
    private static async Task<bool> PullAsync(SyncPair pair, string repository, Manifest index)
    {
        try
        {
            using var http = new HttpClient { BaseAddress = pair.Mirror.Address };
            await ExpectAsync($"/v2/{repository}/manifests/v1", index.Content);
            foreach (var image in index.Manifests)
            {
                await ExpectAsync($"/v2/{repository}/manifests/{image.Digest}", image.Content);
                foreach (var blob in image.Blobs)
                {
                    await ExpectAsync($"/v2/{repository}/blobs/{blob.Digest}", blob.Content);
                }
            }

            return true;

            async Task ExpectAsync(string path, byte[] content) => Assert.Equal(content, await http.GetByteArrayAsync(path, Stop));
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
