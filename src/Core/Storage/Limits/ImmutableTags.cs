using System.Text.RegularExpressions;
using Zot.Configuration.Storage;
using Zot.Go;
using Zot.Registry;
using Zot.Storage.Collection;

namespace Zot.Storage.Limits;

/// <summary>Matches tags against the current configuration of immutable tags.</summary>
internal sealed class ImmutableTags(Func<IReadOnlyList<ImmutableTagsOptions>> current, GlobMatch matches)
{
    private volatile Compiled _compiled = Compile([]);

    /// <summary>Returns whether a repository may have immutable tags.</summary>
    internal bool Concern(RepositoryName repository) => Rules().Any(rule => IsFor(rule, repository));

    /// <summary>Returns whether a tag is immutable.</summary>
    internal bool Contain(RepositoryName repository, string tag) => Rules().Any(rule =>
        IsFor(rule, repository) && (rule.Tags.Count == 0 || rule.Tags.Any(expression => expression.IsMatch(tag))));

    private bool IsFor(Rule rule, RepositoryName repository) =>
        rule.Repositories.Any(glob => matches(glob, repository));

    private IReadOnlyList<Rule> Rules()
    {
        var options = current();
        var compiled = _compiled;
        if (!ReferenceEquals(compiled.Source, options))
        {
            _compiled = compiled = Compile(options);
        }

        return compiled.Rules;
    }

    // Invalid expressions were rejected when the configuration was read.
    private static Compiled Compile(IReadOnlyList<ImmutableTagsOptions> options) => new(
        options,
        [.. options.Select(static entry => new Rule(
            entry.Repositories,
            [.. entry.Patterns.Select(static pattern =>
                GoRegex.TryParse(pattern, out var expression) ? expression : throw new FormatException(pattern))]))]);

    private sealed record Compiled(IReadOnlyList<ImmutableTagsOptions> Source, IReadOnlyList<Rule> Rules);

    private sealed record Rule(IReadOnlyList<string> Repositories, IReadOnlyList<Regex> Tags);
}
