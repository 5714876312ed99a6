using System.Text.Json;
using Zot.Client.Commands;
using Zot.Zli.Distribution;
using Zot.Zli.Output;
using Zot.Zli.Queries;
using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary>A call of a command that queries a registry.</summary>
internal sealed class QueryCall
{
    private const int MaxAttempts = 20;
    private const string ListOfImages = "Results";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>The arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The requested order.</summary>
    public required SortOrder Order { get; init; }

    /// <summary>The value of the command's own option; empty if it is missing.</summary>
    public required string Filter { get; init; }

    /// <summary>The search extension of the registry.</summary>
    public required SearchClient Search { get; init; }

    /// <summary>The distribution API of the registry.</summary>
    public required DistributionClient Distribution { get; init; }

    /// <summary>The writer of results.</summary>
    public required Results Results { get; init; }

    /// <summary>Indicates whether a spinner is shown during long requests.</summary>
    public required bool ShowsSpinner { get; init; }

    /// <summary>The surroundings of the program.</summary>
    public required ZliEnvironment Environment { get; init; }

    /// <summary>Cancels the command.</summary>
    public required CancellationToken Stop { get; init; }

    /// <summary>Checks that the registry supports a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="name">The name of the query in the error; <see langword="null"/> for none.</param>
    /// <exception cref="CommandException">The query is not supported.</exception>
    public async Task RequireAsync(SearchQuery query, string? name = null)
    {
        if (await Search.FindObstacleAsync(query, Stop) is { } obstacle)
        {
            throw new CommandException(name is null ? obstacle : $"{obstacle}: '{name}'");
        }
    }

    /// <summary>Returns whether the registry supports a query.</summary>
    public async Task<bool> IsSupportedAsync(SearchQuery query) => await Search.FindObstacleAsync(query, Stop) is null;

    /// <summary>Sends a query.</summary>
    public Task<JsonElement> QueryAsync(SearchQuery query, params (string Argument, string Value)[] values) =>
        Search.QueryAsync(query, values, Stop);

    /// <summary>Sends a query for images.</summary>
    public async Task<List<Entry>> QueryImagesAsync(
        SearchQuery query, params (string Argument, string Value)[] values) =>
        ImagesOf(await QueryAsync(query, values));

    /// <summary>Returns the images of a result.</summary>
    public static List<Entry> ImagesOf(JsonElement result) => Entry.ReadAll(Shapes.Image, result.Member(ListOfImages));

    /// <summary>
    /// Sends a query for vulnerabilities, again and again until the registry has loaded its database.
    /// </summary>
    /// <exception cref="CommandException">
    /// The registry reported an error, or did not load its database in time.
    /// </exception>
    public async Task<JsonElement> QueryCvesAsync(SearchQuery query, params (string Argument, string Value)[] values)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await QueryAsync(query, values);
            }
            catch (CommandException cause) when (attempt < MaxAttempts
                && cause.Message.Contains("cve-db is not present", StringComparison.Ordinal))
            {
                // Not on standard output, where results may be JSON.
                await Environment.Error.WriteLineAsync(
                    $"[warning] CVE DB is not ready [{attempt}] - retry in {Pause.TotalSeconds} seconds");
            }

            await Task.Delay(Pause, Environment.Time, Stop);
        }
    }

    /// <summary>Runs long requests, with a spinner where it is shown.</summary>
    public async Task<T> WaitAsync<T>(Func<Task<T>> run)
    {
        if (!ShowsSpinner)
        {
            return await run();
        }

        await using var spinner = Spinner.Start(Environment.Error, Environment.Time);
        return await run();
    }
}
