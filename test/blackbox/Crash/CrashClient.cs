using System.Globalization;

namespace Zot.BlackBox.Crash;

/// <summary>A client that pushes small images, and moves and deletes its tags, until the server is killed.</summary>
internal sealed class CrashClient(Ledger ledger, int number, int seed)
{
    private readonly Random _random = new(seed);
    private readonly string _repository = $"crash/r{number % 3}";
    private int _pushes;

    /// <summary>Runs until the first request without a response.</summary>
    public async Task RunAsync(Uri address)
    {
        using var client = new RegistryClient(address);
        try
        {
            while (true)
            {
                await (_random.Next(10) switch
                {
                    < 4 => PushAsync(client, $"unique-{number}-{_pushes++.ToString(CultureInfo.InvariantCulture)}"),
                    < 8 => PushAsync(client, $"moving-{number}"),
                    _ => DeleteAsync(client, $"moving-{number}"),
                });
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server was killed as intended; the test checks the remaining files.
        }
    }

    private async Task PushAsync(RegistryClient client, string tag)
    {
        var image = Manifest.Image(Blob.Configuration(), [Blob.Random(_random.Next(1, 4000))]);
        await client.PushContentAsync(_repository, image);
        var history = ledger.Of(_repository, tag);
        history.Ask(image);
        (await client.PutManifestAsync(_repository, tag, image)).Expect(201);
        history.Acknowledge();
        ledger.Count();
    }

    private async Task DeleteAsync(RegistryClient client, string tag)
    {
        var history = ledger.Of(_repository, tag);
        if (history.Acknowledged is null)
        {
            return;
        }

        history.Ask(null);
        (await client.DeleteAsync($"/v2/{_repository}/manifests/{tag}")).Expect(202);
        history.Acknowledge();
        ledger.Count();
    }
}
