using System.Text.RegularExpressions;

namespace Zot.BlackBox.Authorization;

/// <summary>Every route, for every kind of caller.</summary>
public sealed partial class RouteTests
{
    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Every_caller_gets_the_status_of_the_table_and_no_secret_is_logged(string build)
    {
        await using var callers = await RouteCallers.StartAsync(build);
        var different = new List<string>();
        foreach (var row in RouteTable.Of(build))
        {
            foreach (var (caller, status) in row.Answers)
            {
                var answered = await callers.SendAsync(row, caller);
                if (answered != status)
                {
                    different.Add($"{row.Route} as {caller}: {answered} instead of {status}");
                }
            }
        }

        Assert.True(different.Count == 0, string.Join('\n', different));

        var log = await callers.StopAsync();

        Assert.Contains("HTTP API Audit", log, StringComparison.Ordinal);
        Assert.Contains("/v2/_catalog", log, StringComparison.Ordinal);
        Assert.All(callers.Secrets(), secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public void Every_documented_route_is_in_the_table(string build)
    {
        var documented = File.ReadLines(RepositoryRoot.Combine("docs", "routes.md"))
            .Select(line => DocumentedRoute().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["route"].Value)
            .ToArray();

        Assert.NotEmpty(documented);
        Assert.Empty(documented.Except(RouteTable.Of(build).Select(row => row.Route)));
    }

    [GeneratedRegex(@"^\| `(?<route>[A-Z]+ /[^`]*)` \|", RegexOptions.ExplicitCapture)]
    private static partial Regex DocumentedRoute();
}
