using System.Text.RegularExpressions;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>
/// Every loop over items of many people: one that fails is reported, and the others are done. Each place that catches whatever
/// comes is in the table, with the test that makes one item fail there.
/// </summary>
public sealed partial class LoopTests
{
    private const string Items = "Storage/FailingItemTests.cs: Item_that_fails_is_reported_and_the_others_are_done";

    // By file: the loop, and the test. What is no loop says so; a test with a case for each loop names them.
    private static readonly Dictionary<string, (string Loop, string Test)> Loops = new()
    {
        ["Core/Auth/Htpasswd/CheckQueue.cs"] = ("checks of passwords", "Auth/Htpasswd/CheckQueueTests.cs: Check_that_throws_ends_no_other"),
        ["Core/Auth/Sessions/SessionFiles.cs"] = ("sweep of sessions", "Auth/Sessions/SessionFilesTests.cs: RemoveEnded_removes_the_others_when_one_file_cannot_be_removed"),
        ["Core/Configuration/Loading/YamlText.cs"] = ("configuration files", "Configuration/ConfigurationRobustnessTests.cs: File_that_cannot_be_read_is_an_error_and_no_exception"),
        ["Core/Configuration/Reloading/ConfigurationWatcher.cs"] = ("reloads, also by SIGHUP", "Configuration/ConfigurationWatcherTests.cs: Reload_of_a_file_that_cannot_be_read_keeps_what_is_in_force"),
        ["Core/Configuration/Reloading/CurrentOptions.cs"] = ("subscribers of a reload", "Configuration/ConfigurationWatcherTests.cs: Listener_that_fails_is_logged_and_the_others_are_called"),
        ["Core/Http/Logs/Recovery.cs"] = ("requests", "Http/PipelineTests.cs: Get_ThatFailsUnexpectedly_Is500AndLoggedOnce"),
        ["Core/Metadata/Content/ContentIndexer.cs"] = ("indexer", "Metadata/ContentIndexTests.cs: Repository_that_fails_is_logged_and_the_others_are_indexed"),
        ["Core/Metadata/Content/ManifestDetailsReader.cs"] = ("manifests of the indexer", "Metadata/ContentIndexTests.cs: Odd_manifest_of_one_client_does_not_stop_the_index"),
        ["Core/Metadata/Sqlite/SqliteMetadataIndex.cs"] = ("writes of statistics", "Metadata/SqliteMetadataIndexTests.cs: Write_that_fails_ends_neither_the_index_nor_its_stop"),
        ["Core/Metering/Sizes/StorageSizes.cs"] = ("sizes of repositories", "Metering/StorageSizesTests.cs: Repository_ThatCannotBeRead_LeavesTheOthersTheirs"),
        ["Core/Scheduling/JobSourceRun.cs"] = ("sources of jobs", "Storage/FailingItemTests.cs: Source_that_fails_by_itself_is_asked_again_and_ends_no_other"),
        ["Core/Server/Commands/ZotCommand.cs"] = ("commands", "Server/Commands/ZotCommandTests.cs: Command_that_fails_unexpectedly_ends_with_a_sentence"),
        ["Core/Server/Status/ComponentsJson.cs"] = ("components of zot status", "Server/Status/ComponentsJsonTests.cs: Source_that_throws_is_an_item_and_hides_no_other"),
        ["Core/Storage/Backup/StorageBackup.cs"] = ("zot backup", "Storage/Backup/RepositoryBackupTests.cs: Repository_that_cannot_be_read_is_a_fault_of_the_source"),
        ["Core/Storage/Blobs/BlobMounter.cs"] = ("repositories that may have a blob to mount", Items),
        ["Core/Storage/Blobs/PoolFiller.cs"] = ("shared blobs", Items),
        ["Core/Storage/Catalog.cs"] = ("directories of the catalog", "Storage/ForeignDirectoryTests.cs: Unreadable_directory_is_reported_and_the_others_are_listed"),
        ["Core/Storage/Collection/GarbageCollectionJobs.cs"] = ("garbage collection and retention", Items),
        ["Core/Storage/Collection/ItemFailures.cs"] = ("shared content and interrupted removals", Items),
        ["Core/Storage/ContentFeed.cs"] = ("versions of repositories", Items),
        ["Core/Storage/ContentStore.cs"] = ("zot gc and verify-feature", Items),
        ["Core/Storage/Indexing/IndexFolding.cs"] = ("index.json in the background", "Storage/FailingFoldTests.cs: Folding_in_the_background_is_tried_again_and_the_others_are_folded"),
        ["Core/Storage/Limits/RepositoryLimitRegistry.cs"] = ("count of maxRepos", Items),
        ["Core/Storage/Migration/RepositoryMigration.cs"] = ("zot migrate", "Storage/Migration/DistributionMigrationTests.cs: Damaged_index_in_the_target_is_reported_by_name_and_the_other_repositories_are_migrated"),
        ["Core/Storage/Repositories.cs"] = ("index.json at the stop", "Storage/FailingFoldTests.cs: Prompt_folding_that_fails_is_no_failure_of_the_push_and_the_stop_writes_the_others"),
        ["Core/Storage/Repository.cs"] = ("index.json before the answer", "Storage/FailingFoldTests.cs: Prompt_folding_that_fails_is_no_failure_of_the_push_and_the_stop_writes_the_others"),
        ["Core/Storage/Scrub/BlobRepair.cs"] = ("copies of a damaged blob", "Storage/Scrub/BlobRepairTests.cs: Copy_that_cannot_be_read_is_passed_over"),
        ["Core/Storage/Scrub/OfflineScrub.cs"] = ("zot scrub", Items),
        ["Core/Storage/Scrub/RepositoryScrub.cs"] = ("images of a scrub", "Storage/Scrub/StoreScrubTests.cs: Image_whose_content_cannot_be_read_is_affected_and_the_others_are_checked"),
        ["Core/Storage/Uploads/UploadWriter.cs"] = ("pieces of an upload", "Storage/UploadWriterTests.cs: Failed_write_is_neither_counted_nor_hashed"),
        ["Extensions/Events/Admin/EventStream.cs"] = ("events of a stream", "Events/EventStreamTests.cs: Event_that_cannot_be_written_is_left_out_and_the_next_ones_are_sent"),
        ["Extensions/Events/Admin/EventsEndpoint.cs"] = ("no loop: the test of one sink", "Extensions/EventsCommandTests.cs: A_ping_says_what_came_of_it"),
        ["Extensions/Events/Delivery/Backpressure.cs"] = ("limits of sinks", "Events/FailingLoopTests.cs: Limits_of_the_other_sinks_are_watched_when_those_of_one_cannot_be"),
        ["Extensions/Events/Delivery/Broadcaster.cs"] = ("sinks at the stop", "Events/FailingLoopTests.cs: Sink_that_fails_to_stop_keeps_no_other_from_stopping"),
        ["Extensions/Events/Delivery/ReplayQueue.cs"] = ("replay", "Events/FailingLoopTests.cs: Replay_dead_letters_the_event_that_fails_and_delivers_the_others"),
        ["Extensions/Events/Delivery/RetryingSink.cs"] = ("attempts", "Events/FailingLoopTests.cs: Retrier_as_upstream_gives_up_an_event_that_the_registry_fails_to_send"),
        ["Extensions/Events/Delivery/SinkQueue.Lanes.cs"] = ("lanes", "Events/FailingLoopTests.cs: Lanes_dead_letter_the_event_that_fails_and_deliver_the_others"),
        ["Extensions/Events/Delivery/SinkQueue.cs"] = ("queue of a sink", "Events/FailingLoopTests.cs: Queue_whose_journal_fails_for_a_while_says_so_and_goes_on"),
        ["Extensions/Events/Journal/JournalReader.cs"] = ("records of the journal, dead letters among them", "Events/DamagedJournalTests.cs: Dead_letters_and_replays_that_are_damaged_leave_the_others"),
        ["Extensions/Events/Journal/JournalRetention.cs"] = ("retention of events", "Events/FailingLoopTests.cs: Background_work_of_a_journal_that_cannot_be_read_does_not_end_the_registry"),
        ["Extensions/Events/Journal/JournalWriter.cs"] = ("groups of the writer", "Events/FailingLoopTests.cs: Writer_fails_the_work_that_fails_and_commits_the_rest_of_its_group"),
        ["Extensions/Events/Listening/ChangeRecorder.cs"] = ("changes under way at the last stop", "Events/EventingRegistryTests.cs: Change_that_cannot_be_resolved_is_left_to_the_next_start_and_the_others_are_resolved"),
        ["Extensions/Events/Listening/EventRecorder.cs"] = ("events of a scrub", "Events/EventRecorderTests.cs: Scrub_WhoseEventCannotBeWritten_GoesOn"),
        ["Extensions/Events/Listening/PullRecorder.cs"] = ("pulls", "Events/FailingLoopTests.cs: Pull_that_cannot_be_written_is_dropped_and_counted"),
        ["Extensions/Scrub/ScrubJobs.cs"] = ("scrub", "Scrub/ScrubJobsTests.cs: Repository_ThatCannotBeRead_IsLogged_AndTheOthersAreLookedAt"),
    };

    [Fact]
    public void Each_place_that_catches_whatever_comes_is_in_the_table()
    {
        var missing = SourceTree.Files("src")
            .Where(static file => WhateverComes().IsMatch(string.Join('\n', file.Lines)))
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
    public void Each_such_place_says_why()
    {
        var silent = SourceTree.Files("src")
            .SelectMany(static file => WhateverComes().Matches(string.Join('\n', file.Lines)).Select(match => (file.Path, match.Value)))
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
    public void Catch_of_whatever_comes_is_found(string source, bool expected) => Assert.Equal(expected, WhateverComes().IsMatch(source));

    private static bool Exists(IEnumerable<SourceFile> tests, string test)
    {
        var (path, name) = test.Split(": ") is [var file, var method] ? (file, method) : throw new FormatException(test);
        return tests.Any(each => each.Path.EndsWith($"/{path}", StringComparison.Ordinal) && each.Lines.Any(line => line.Contains($" {name}(", StringComparison.Ordinal)));
    }

    // With the line of its filter, and the first one within: a filter by types, or by a method that knows them, is no such place.
    [GeneratedRegex(@"catch \(Exception\b[^)]*\)(?! when \((?:[^\n]*\b\w+ is (?!not)|[A-Za-z.]+\((?:cause|fault)\)|[^\n]*Includes\(cause\)|[^\n]*\n[^\n{]*\b\w+ is (?!not)))[^\n]*\n[^\n]*\n[^\n]*")]
    private static partial Regex WhateverComes();
}
