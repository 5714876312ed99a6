using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Zot.Core.Tests.Metadata.Queries;

/// <summary>The answers to queries equal a computation over all content, after every step of any history.</summary>
public sealed class QueryModelTests
{
    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("ZOT_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count : 150;

    [Fact]
    public void Answers_after_any_history_equal_those_of_the_model() =>
        Prop.ForAll(Histories(), static history => RunAsync(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Count).WithEndSize(30));

    private static async Task RunAsync(IReadOnlyList<QueryStep> history)
    {
        await using var model = new QueryModel();
        foreach (var step in history)
        {
            await model.DoAsync(step);
            await model.CheckAsync();
        }
    }

    // A failing history is shrunk step by step.
    private static Arbitrary<IReadOnlyList<QueryStep>> Histories() => Arb.From(
        Steps().ListOf().Select(static steps => (IReadOnlyList<QueryStep>)[.. steps]),
        static steps => Enumerable.Range(0, steps.Count).Select(at => (IReadOnlyList<QueryStep>)[.. steps.Where((_, i) => i != at)]));

    private static Gen<QueryStep> Steps() =>
        from kind in Gen.Elements(Enum.GetValues<QueryStepKind>())
        from repository in Gen.Choose(0, 2)
        from a in Gen.Choose(0, 3)
        from b in Gen.Choose(0, 3)
        select new QueryStep(kind, repository, a, b);
}
