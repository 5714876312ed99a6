using System.Text.RegularExpressions;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>
/// In every loop over independent items, a failed item is reported and the others are processed. Each catch of all
/// exceptions is in the table, with the test that makes one item fail there.
/// </summary>
public sealed partial class LoopTests
{
    private const string Items = "Storage/FailingItemTests.cs: Failing_item_is_reported_and_the_others_are_processed";

    // By file: the loop and the test. Entries that are not loops say so; a test with a case for each loop names them.
    private static readonly Dictionary<string, (string Loop, string Test)> Loops = new()
    {
        ["Core/Auth/Htpasswd/CheckQueue.cs"] = ("checks of passwords", "Auth/Htpasswd/CheckQueueTests.cs: Check_that_throws_does_not_stop_the_queue"),
        ["Core/Auth/Sessions/SessionFiles.cs"] = ("sweep of sessions", "Auth/Sessions/SessionFilesTests.cs: RemoveEnded_removes_remaining_files_if_one_cannot_be_removed"),
        ["Core/Configuration/Loading/YamlText.cs"] = ("configuration files", "Configuration/ConfigurationRobustnessTests.cs: Unreadable_file_is_an_error_and_not_an_exception"),
        ["Core/Configuration/Reloading/ConfigurationWatcher.cs"] = ("reloads, also by SIGHUP", "Configuration/Reloading/ConfigurationWatcherTests.cs: Reload_of_an_unreadable_file_keeps_the_current_configuration"),
        ["Core/Configuration/Reloading/CurrentOptions.cs"] = ("subscribers of a reload", "Configuration/Reloading/ConfigurationWatcherTests.cs: Failing_listener_is_logged_and_the_others_are_called"),
        ["Core/Http/Pipeline/Recovery.cs"] = ("requests", "Http/PipelineTests.cs: Unexpected_exception_is_500_and_logged_once"),
        ["Core/Metadata/Content/ContentIndexer.cs"] = ("indexer", "Metadata/ContentIndexTests.cs: Repository_that_fails_is_logged_and_the_others_are_indexed"),
        ["Core/Metadata/Content/ManifestRecordReader.cs"] = ("manifests of the indexer", "Metadata/ContentIndexTests.cs: Odd_manifest_of_one_client_does_not_stop_the_index"),
        ["Core/Metadata/MetadataIndex.cs"] = ("writes of statistics", "Metadata/MetadataIndexTests.cs: Batch_that_fails_unexpectedly_is_logged_and_the_next_one_is_written"),
        ["Core/Metering/Sizes/StorageSizes.cs"] = ("sizes of repositories", "Metering/Sizes/StorageSizesTests.cs: Unreadable_repository_does_not_affect_the_others"),
        ["Core/Registry/Feed.cs"] = ("subscribers of changes and of pulls", "Storage/Feed/ContentChangesTests.cs: Subscriber_that_throws_is_logged_and_affects_neither_the_others_nor_the_publisher"),
        ["Core/Scheduling/JobSourceRun.cs"] = ("sources of jobs", "Storage/FailingItemTests.cs: Failing_source_is_retried_and_does_not_stop_the_others"),
        ["Core/Client/Commands/CommandErrors.cs"] = ("commands", "Server/Commands/ZotCommandTests.cs: Unexpected_exception_of_a_command_is_an_error_message"),
        ["Core/Server/Status/ComponentsJson.cs"] = ("components of zot status", "Server/Status/ComponentsJsonTests.cs: Source_that_throws_is_an_item_and_does_not_hide_others"),
        ["Core/Storage/Backup/StorageBackup.cs"] = ("zot backup", "Storage/Backup/RepositoryBackupTests.cs: Repository_that_cannot_be_read_is_a_fault_of_the_source"),
        ["Core/Storage/Blobs/BlobMounter.cs"] = ("repositories that may have a blob to mount", Items),
        ["Core/Storage/Blobs/PoolFiller.cs"] = ("shared blobs", Items),
        ["Core/Storage/Repositories/Catalog.cs"] = ("directories of the catalog", "Storage/ForeignDirectoryTests.cs: Unreadable_directory_is_reported_and_the_others_are_listed"),
        ["Core/Storage/Collection/GarbageCollectionJobs.cs"] = ("garbage collection and retention", Items),
        ["Core/Storage/Collection/ItemFailures.cs"] = ("shared content and interrupted removals", Items),
        ["Core/Storage/Feed/ContentFeed.cs"] = ("versions of repositories", Items),
        ["Core/Storage/Content/ContentStore.cs"] = ("zot gc and verify-feature", Items),
        ["Core/Storage/Indexing/IndexFolding.cs"] = ("index.json in the background", "Storage/FailingFoldTests.cs: Failed_background_fold_is_retried_and_the_others_are_folded"),
        ["Core/Storage/Limits/RepositoryLimitRegistry.cs"] = ("count of maxRepos", Items),
        ["Core/Migration/Distribution/RepositoryMigration.cs"] = ("zot migrate", "Migration/Distribution/DistributionMigrationTests.cs: Damaged_index_in_the_target_is_reported_by_name_and_the_other_repositories_are_migrated"),
        ["Core/Storage/Repositories/RepositoryMap.cs"] = ("index.json at the stop", "Storage/FailingFoldTests.cs: Failed_prompt_fold_does_not_fail_the_push_and_the_others_are_folded_at_shutdown"),
        ["Core/Storage/Repositories/Repository.cs"] = ("index.json before the answer", "Storage/FailingFoldTests.cs: Failed_prompt_fold_does_not_fail_the_push_and_the_others_are_folded_at_shutdown"),
        ["Core/Storage/Scrub/BlobRepair.cs"] = ("copies of a damaged blob", "Storage/Scrub/BlobRepairTests.cs: Unreadable_copy_is_skipped"),
        ["Core/Storage/Scrub/OfflineScrub.cs"] = ("zot scrub", Items),
        ["Core/Storage/Scrub/RepositoryScrub.cs"] = ("images of a scrub", "Storage/Scrub/StoreScrubTests.cs: Image_with_unreadable_content_is_affected_and_the_others_are_checked"),
        ["Core/Storage/Uploads/UploadWriter.cs"] = ("pieces of an upload", "Storage/Uploads/UploadWriterTests.cs: Failed_write_is_neither_counted_nor_hashed"),
        ["Core/Zli/Distribution/FoundImages.cs"] = ("images that zli lists", "Zli/Distribution/ImageListerTests.cs: Image_with_an_impossible_size_is_reported_and_the_others_are_listed"),
        ["Extensions/Events/Admin/EventStream.cs"] = ("events of a stream", "Events/Admin/EventStreamTests.cs: Events_that_cannot_be_written_are_skipped_and_the_next_ones_are_sent"),
        ["Extensions/Events/Admin/EventsEndpoint.cs"] = ("no loop: the test of one sink", "Extensions/EventsCommandTests.cs: Ping_reports_its_result"),
        ["Extensions/Events/Delivery/Backpressure.cs"] = ("limits of sinks", "Events/FailingLoopTests.cs: Limits_of_other_sinks_are_enforced_when_those_of_one_fail"),
        ["Extensions/Events/Delivery/Broadcaster.cs"] = ("sinks at the stop", "Events/FailingLoopTests.cs: Sink_that_fails_to_stop_does_not_prevent_others_from_stopping"),
        ["Extensions/Events/Delivery/ReplayQueue.cs"] = ("replay", "Events/FailingLoopTests.cs: Replay_of_an_event_that_fails_makes_it_a_dead_letter_and_delivers_the_others"),
        ["Extensions/Events/Delivery/RetryingSink.cs"] = ("attempts", "Events/FailingLoopTests.cs: Retrier_with_the_upstream_policy_dead_letters_an_event_that_the_registry_fails_to_send"),
        ["Extensions/Events/Delivery/SinkQueue.Lanes.cs"] = ("lanes", "Events/FailingLoopTests.cs: Event_that_fails_becomes_a_dead_letter_and_the_others_are_delivered"),
        ["Extensions/Events/Delivery/SinkQueue.cs"] = ("queue of a sink", "Events/FailingLoopTests.cs: Queue_with_a_temporarily_failing_journal_reports_it_and_recovers"),
        ["Extensions/Events/Journal/JournalReader.cs"] = ("records of the journal, dead letters among them", "Events/DamagedJournalTests.cs: Damaged_dead_letters_and_replays_do_not_affect_the_others"),
        ["Extensions/Events/Journal/JournalRetention.cs"] = ("retention of events", "Events/FailingLoopTests.cs: Unreadable_journal_does_not_stop_the_registry_through_background_services"),
        ["Extensions/Events/Journal/JournalWriter.cs"] = ("groups of the writer", "Events/FailingLoopTests.cs: Writer_fails_only_the_failing_write_and_commits_the_rest_of_its_group"),
        ["Extensions/Events/Listening/ChangeRecorder.cs"] = ("changes under way at the last stop", "Events/Listening/EventingRegistryTests.cs: Change_that_cannot_be_resolved_is_left_to_the_next_start_and_the_others_are_resolved"),
        ["Extensions/Events/Listening/EventRecorder.cs"] = ("events of a scrub", "Events/Listening/EventRecorderTests.cs: Scrub_whose_event_cannot_be_written_continues"),
        ["Extensions/Events/Listening/PullRecorder.cs"] = ("pulls", "Events/FailingLoopTests.cs: Pull_that_cannot_be_written_is_dropped_and_counted"),
        ["Extensions/Events/Listening/PullSubscriber.cs"] = ("pulls by HEAD requests", "Events/Listening/PullSubscriberTests.cs: Manifest_that_cannot_be_read_drops_only_its_event"),
        ["Extensions/Search/Cves/CveScans.cs"] = ("images that are scanned", "Search/Cves/CveQueriesTests.cs: Image_that_cannot_be_scanned_has_no_vulnerability_and_none_that_is_fixed"),
        ["Extensions/Sync/Copying/ImageCopies.cs"] = ("images that are copied", "Extensions/SyncPeriodicTests.cs: Image_that_fails_does_not_stop_the_others"),
        ["Extensions/Sync/Copying/ReferrerCopies.cs"] = ("referrers", "Extensions/SyncTests.cs: Signature_that_fails_does_not_stop_the_others"),
        ["Extensions/Sync/Command/SyncCommand.cs"] = ("repositories of zot sync once", "Extensions/SyncPeriodicTests.cs: Command_reports_what_fails_and_copies_the_rest"),
        ["Extensions/Sync/Credentials/RefreshedCredentials.cs"] = ("refreshes of credentials", "Sync/Credentials/RefreshedCredentialsTests.cs: Failure_is_logged_and_the_previous_credentials_stay_in_use"),
        ["Extensions/Sync/OnDemand/OnDemandBlobs.cs"] = ("upstream registries of a blob", "Sync/OnDemand/OnDemandRegistryTests.cs: Upstream_that_fails_hides_neither_local_images_nor_tags_nor_referrers"),
        ["Extensions/Sync/OnDemand/OnDemandImages.cs"] = ("upstream registries of an image", "Sync/OnDemand/OnDemandRegistryTests.cs: Upstream_that_fails_hides_neither_local_images_nor_tags_nor_referrers"),
        ["Extensions/Sync/OnDemand/OnDemandLists.cs"] = ("upstream registries of lists", "Sync/OnDemand/OnDemandRegistryTests.cs: Upstream_that_fails_hides_neither_local_images_nor_tags_nor_referrers"),
        ["Extensions/Sync/Periodic/MissingTags.cs"] = ("tags that are deleted", "Sync/Periodic/MissingTagsTests.cs: Tag_that_cannot_be_deleted_is_reported_and_the_others_are_deleted"),
        ["Extensions/Sync/Periodic/PeriodicSync.cs"] = ("lists of repositories", "Extensions/SyncPeriodicTests.cs: List_that_fails_is_requested_again_soon"),
        ["Extensions/Sync/Periodic/RepositoryCopies.cs"] = ("tags that are copied", "Sync/Periodic/RepositoryCopiesTests.cs: Tag_that_fails_unexpectedly_is_reported_and_the_others_are_copied"),
        ["Extensions/Sync/Upstreams/Upstream.cs"] = ("hosts of an upstream registry", "Sync/Upstreams/UpstreamTests.cs: Mirror_that_fails_unexpectedly_does_not_hide_the_registry"),
        ["Extensions/Sync/Upstreams/UpstreamSet.cs"] = ("entries of registries", "Sync/SyncExtensionTests.cs: Entry_that_cannot_be_used_does_not_affect_the_others"),
        ["Extensions/Sync/Downloads/BlobDownloads.cs"] = ("blobs that are downloaded", "Extensions/SyncTests.cs: Blob_with_another_digest_is_not_stored"),
        ["Extensions/Sync/Periodic/RequestedCopies.cs"] = ("repositories that events name", "Extensions/SyncPeriodicTests.cs: Repository_of_an_event_that_fails_does_not_stop_the_others"),
        ["Extensions/Scrub/ScrubJobs.cs"] = ("scrub", "Scrub/ScrubJobsTests.cs: Unreadable_repository_is_logged_and_the_others_are_scrubbed"),
    };

    [Fact]
    public void Each_catch_of_all_exceptions_is_in_the_table()
    {
        var missing = SourceTree.Files("src")
            .Where(static file => WhateverComes().IsMatch(WithFiltersInLine(string.Join('\n', file.Lines))))
            .Select(static file => file.Path["src/".Length..])
            .Except(Loops.Keys)
            .Select(static path => $"{path}: add it to the table, with a test that makes one item fail");

        Assert.Empty(missing);
    }

    [Fact]
    public void Each_loop_of_the_table_has_its_test()
    {
        var sources = SourceTree.Files("src").Select(static file => file.Path["src/".Length..]).ToHashSet(StringComparer.Ordinal);
        var tests = SourceTree.Files("test").ToList();
        var missing = Loops.Where(loop => !sources.Contains(loop.Key) || !Exists(tests, loop.Value.Test)).Select(static loop => $"{loop.Key}: {loop.Value.Test}");

        Assert.Empty(missing);
    }

    [Fact]
    public void Each_catch_of_all_exceptions_has_a_comment()
    {
        var silent = SourceTree.Files("src")
            .SelectMany(static file => WhateverComes().Matches(WithFiltersInLine(string.Join('\n', file.Lines))).Select(match => (file.Path, match.Value)))
            .Where(static place => !place.Value.Contains("//", StringComparison.Ordinal))
            .Select(static place => $"{place.Path}: {place.Value}");

        Assert.Empty(silent);
    }

    [Theory]
    [InlineData("catch (Exception cause)\n{\nLog();", true)]
    [InlineData("catch (Exception) when (!stop.IsCancellationRequested)\n{\nLog();", true)]
    [InlineData("catch (Exception cause) when (cause is not SinkClosedException)\n{\nLog();", true)]
    [InlineData("catch (Exception cause) when (cause is IOException or FormatException)\n{\nLog();", false)]
    [InlineData("catch (Exception cause) when (!stop.IsCancellationRequested\n && cause is IOException)\n{\nLog();", false)]
    [InlineData("catch (Exception cause) when (MediumFailures.IsFull(cause))\n{\nLog();", false)]
    [InlineData("catch (IOException cause)\n{\nLog();", false)]
    [InlineData("catch (Exception cause)\n    when (!stop.IsCancellationRequested)\n{\nLog();", true)]
    [InlineData("catch (Exception cause)\n    when (cause is IOException or FormatException)\n{\nLog();", false)]
    public void Catch_of_all_exceptions_is_found(string source, bool expected) =>
        Assert.Equal(expected, WhateverComes().IsMatch(WithFiltersInLine(source)));

    // A filter may be in a line of its own.
    private static string WithFiltersInLine(string source) => WrappedFilter().Replace(source, ") when (");

    [GeneratedRegex(@"\)\n *when \(")]
    private static partial Regex WrappedFilter();

    private static bool Exists(IEnumerable<SourceFile> tests, string test)
    {
        var (path, name) = test.Split(": ") is [var file, var method] ? (file, method) : throw new FormatException(test);
        return tests.Any(each => each.Path.EndsWith($"/{path}", StringComparison.Ordinal) && each.Lines.Any(line => line.Contains($" {name}(", StringComparison.Ordinal)));
    }

    // Includes the filter and the first line of the block. A filter by types, or by a method that tests
    // types, is not a match.
    [GeneratedRegex(@"catch \(Exception\b[^)]*\)(?! when \((?:[^\n]*\b\w+ is (?!not)|[A-Za-z.]+\((?:cause|fault)\)|[^\n]*Includes\(cause\)|[^\n]*\n[^\n{]*\b\w+ is (?!not)))(?:[^\n]*\n)+? *\{\n[^\n]*")]
    private static partial Regex WhateverComes();
}
