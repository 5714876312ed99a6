using System.Diagnostics;
using System.Globalization;

namespace Zot.BlackBox.Crash;

/// <summary>
/// A client of a registry that collects garbage all the time: pushes, moves and deletes tags until the server is
/// killed.
/// </summary>
/// <remarks>
/// All clients share some layers, and push them only if the server reports them missing. The server keeps unreferenced
/// content for a limited time: a client that takes longer may be rejected.
/// </remarks>
internal sealed class CollectedClient(Ledger ledger, int number, int seed, TimeSpan promise)
{
    private static readonly Blob[] Shared = [.. Enumerable.Range(0, 4).Select(static _ => Blob.Random(3000))];

    private readonly Random _random = new(seed);
    private int _pushes;

    /// <summary>The number of tags pushed once that the policy keeps.</summary>
    public static int KeptTags => 3;

    /// <summary>The number of repositories.</summary>
    public static int Repositories => 3;

    /// <summary>Returns the pattern of the tags that a client pushes once.</summary>
    public static string PatternOf(int number) => $"^unique-{number.ToString(CultureInfo.InvariantCulture)}-";

    /// <summary>Runs until the first request without a response.</summary>
    public async Task RunAsync(Uri address)
    {
        using var client = new RegistryClient(address);
        try
        {
            while (true)
            {
                await (_random.Next(12) switch
                {
                    < 3 => PushAsync(client, Unique(), Image()),
                    < 6 => PushAsync(client, Moving, Image()),
                    < 8 => PushAsync(client, Moving, Manifest.Index([Image(), Image()])),
                    < 9 => PushAsync(client, $"dropped-{number}", Image()),
                    < 10 => ReferAsync(client),
                    < 11 => AbandonAsync(client),
                    _ => DeleteAsync(client),
                });
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server was killed as intended; the test checks the remaining files.
        }
    }

    private string Repository => $"crash/r{number % Repositories}";

    private string Moving => $"moving-{number}";

    // The names sort in the order of the pushes.
    private string Unique() => string.Create(CultureInfo.InvariantCulture, $"unique-{number}-{_pushes++:D6}");

    private Manifest Image() => Manifest.Image(Blob.Configuration(), [Blob.Random(_random.Next(1, 4000)), Shared[_random.Next(Shared.Length)]]);

    private async Task PushAsync(RegistryClient client, string tag, Manifest manifest)
    {
        var watch = Stopwatch.StartNew();
        foreach (var needed in manifest.Manifests.Append(manifest))
        {
            foreach (var blob in needed.Blobs)
            {
                if (!await ImportAsync(client, blob, watch))
                {
                    return;
                }
            }
        }

        foreach (var child in manifest.Manifests)
        {
            if (!IsTaken(await client.PutManifestAsync(Repository, child.Digest, child), watch))
            {
                return;
            }
        }

        // No policy keeps this tag: it may be removed at any time.
        if (tag.StartsWith("dropped", StringComparison.Ordinal))
        {
            IsTaken(await client.PutManifestAsync(Repository, tag, manifest), watch);
            return;
        }

        var history = ledger.Of(Repository, tag);
        history.Ask(manifest);
        if (IsTaken(await client.PutManifestAsync(Repository, tag, manifest), watch))
        {
            history.Acknowledge();
            ledger.Count();
        }
        else
        {
            history.Refuse();
        }
    }

    private async Task<bool> ImportAsync(RegistryClient client, Blob blob, Stopwatch watch)
    {
        if ((await client.HeadAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(200, 404).Status == 200)
        {
            return true;
        }

        var upload = await client.StartUploadAsync(Repository);
        return IsTaken(await client.FinishUploadAsync(upload, blob.Digest, blob.Content), watch);
    }

    private bool IsTaken(Answer answer, Stopwatch watch) =>
        answer.Status == 201 || (watch.Elapsed < promise ? answer.Expect(201).Status == 201 : answer.Expect(404).Status == 201);

    private async Task ReferAsync(RegistryClient client)
    {
        if (ledger.Of(Repository, Moving).Acknowledged is not { } subject || ledger.Referrers.ContainsKey(subject.Digest))
        {
            return;
        }

        var watch = Stopwatch.StartNew();
        var referrer = Manifest.Artifact("application/vnd.example.sbom.v1", subject);
        foreach (var blob in referrer.Blobs)
        {
            if (!await ImportAsync(client, blob, watch))
            {
                return;
            }
        }

        if (IsTaken(await client.PutManifestAsync(Repository, referrer.Digest, referrer), watch))
        {
            ledger.Referrers[subject.Digest] = referrer;
            ledger.Count();
        }
    }

    private async Task AbandonAsync(RegistryClient client)
    {
        var upload = await client.StartUploadAsync(Repository);
        (await client.PatchChunkAsync(upload, 0, Blob.Random().Content)).Expect(202, 404);
    }

    private async Task DeleteAsync(RegistryClient client)
    {
        var history = ledger.Of(Repository, Moving);
        if (history.Acknowledged is null)
        {
            return;
        }

        history.Ask(null);
        (await client.DeleteAsync($"/v2/{Repository}/manifests/{Moving}")).Expect(202);
        history.Acknowledge();
        ledger.Count();
    }
}
