using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.Authorization;

/// <summary>
/// Conditions, the admin policy and the audit right for every kind of caller, wherever content or events leave.
/// </summary>
public sealed class RuleMatrixTests
{
    // A mount of content hidden by a condition is answered as if it did not exist (202: upload it), others with 403.
    private const string Table = """
        request               anon eve reader cond maker auditor limited admin
        pull                  401  403 200    200  200   200     403     200
        pull-hidden           401  403 200    403  200   200     403     200
        pull-hidden-digest    401  403 200    403  200   200     403     200
        blob                  401  403 200    200  200   200     403     200
        blob-hidden           401  403 200    403  200   200     403     200
        tags                  401  403 200    200  200   200     403     200
        catalog               401  -   app    app  app   app     -       app
        referrers             401  403 2      1    2     2       403     2
        mount                 401  202 201    201  201   201     202     201
        mount-hidden          401  202 201    202  201   201     202     201
        mount-anywhere        401  202 201    201  201   201     202     201
        mount-hidden-anywhere 401  202 201    202  201   201     202     201
        push                  401  403 403    403  201   403     201     201
        move                  401  403 403    403  201   403     403     201
        delete                401  403 403    403  404   403     403     404
        """;

    private static readonly Dictionary<string, string> Streams = new()
    {
        ["eve"] = "-",
        ["reader"] = "shown+hidden",
        ["cond"] = "shown",
        ["maker"] = "shown+hidden",
        ["auditor"] = "shown+hidden+actor",
        ["admin"] = "shown+hidden",
    };

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Every_caller_gets_the_result_of_the_rules(string build)
    {
        await using var matrix = await RuleMatrix.StartAsync(build);
        var rows = Table.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(matrix.Requests.Keys.Order(), rows[1..].Select(static row => row[0]).Order());
        var different = new List<string>();
        foreach (var row in rows[1..])
        {
            foreach (var (caller, expected) in rows[0][1..].Zip(row[1..]))
            {
                var answered = await matrix.SendAsync(row[0], caller);
                if (answered != expected)
                {
                    different.Add($"{row[0]} as {caller}: {answered} instead of {expected}");
                }
            }
        }

        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    [Theory(Timeout = Limits.LongTest)]
    [FullBuild]
    public async Task Every_caller_receives_the_events_that_the_rules_allow(string build)
    {
        await using var matrix = await RuleMatrix.StartAsync(build);
        foreach (var (caller, expected) in Streams)
        {
            Assert.Equal((caller, expected), (caller, await matrix.SeeAsync(caller)));
        }
    }
}
