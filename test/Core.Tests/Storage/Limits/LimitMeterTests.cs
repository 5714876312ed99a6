using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Xunit;
using Zot.Configuration.Storage;
using Zot.Metering;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Limits;

/// <summary>Metrics of the limits.</summary>
public sealed class LimitMeterTests
{
    private static readonly RepositoryName App = Some.Repository;

    [Fact]
    public async Task Rejections_are_counted_by_limit_and_quotas_report_their_usage()
    {
        using var meter = new ZotMeter();
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter == meter.Meter)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
            told.AddOrUpdate(key, value, (_, before) => instrument is Counter<long> ? before + value : value);
        });
        listener.Start();
        var options = new StorageOptions
        {
            MaxRepos = 1,
            Quotas = [new QuotaOptions { Pattern = "**", MaxBytes = 1000 }],
            ImmutableTags = [new ImmutableTagsOptions { Repositories = ["**"] }],
        };
        await using var store = new LimitedStore(options, meter: meter);
        await store.Registry.PushImageAsync(App, "v1");
        var used = store.Limits.Levels.Single().Used;

        await Refusal.IsAsync(RegistryError.TagImmutable, () => store.Registry.PushManifestAsync(App, "v1", Some.Image(note: "other")));
        await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Some.OtherRepository, "v1", "x"));
        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(App, Some.Bytes(1000)));
        await Refusal.IsAsync(RegistryError.QuotaExceeded, () => store.Registry.PushBlobAsync(App, Some.Bytes(1000)));
        listener.RecordObservableInstruments();

        Assert.Equal(
            (1, 1, 2),
            (told["zot.limit.refused immutableTags"], told["zot.limit.refused maxRepos"], told["zot.limit.refused quota"]));
        Assert.Equal((used + 3, 1000), (told["zot.quota.used.bytes **"], told["zot.quota.max.bytes **"]));
    }
}
