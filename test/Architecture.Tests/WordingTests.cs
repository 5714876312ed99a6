using System.Text.RegularExpressions;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>The rules of docs/style.md that a search can check.</summary>
public sealed partial class WordingTests
{
    private static readonly Dictionary<string, string> Glossary = new()
    {
        ["somebody"] = "the noun: client, caller, user, process",
        ["nobody"] = "the noun: client, caller, user, subscriber",
        ["anybody"] = "the noun: client, caller, user",
        ["whoever"] = "the noun: client, caller, user",
        ["gives? up"] = "retries exhausted, aborts",
        ["gives? back"] = "returns",
        ["given up"] = "retries exhausted, aborted",
        ["lets? go of"] = "releases, drops",
        ["told of"] = "notified, reported",
        ["set aside"] = "moved aside, quarantined",
        ["last words"] = "unhandled exception",
    };

    [Fact]
    public void Summaries_begin_with_a_verb_or_a_noun()
    {
        var questions = new[] { "src", "test" }.SelectMany(SourceTree.Files)
            .Where(static file => Path.GetFileName(file.Path) != $"{nameof(WordingTests)}.cs") // has examples of both
            .SelectMany(static file => QuestionInSummary().Matches(string.Join('\n', file.Lines)).Select(match => (file.Path, match.Value)))
            .Select(static found => $"{found.Path}: begin with a verb in the third person or a noun phrase, 'Indicates whether' for a Boolean: {found.Value}");

        Assert.Empty(questions);
    }

    [Fact]
    public void Source_uses_the_terms_of_the_glossary()
    {
        var others = SourceTree.Files("src").SelectMany(static file => Glossary.SelectMany(entry => file
            .Matching(line => Regex.IsMatch(line, $@"\b{entry.Key}\b", RegexOptions.IgnoreCase))
            .Select(line => $"write '{entry.Value}' in place of '{entry.Key}' (docs/style.md): {line}")));

        Assert.Empty(others);
    }

    [Theory]
    [InlineData("/// <summary>Whether it is open.</summary>", true)]
    [InlineData("/// <summary>\n    /// What was read.", true)]
    [InlineData("/// <summary>Indicates whether it is open.</summary>", false)]
    [InlineData("/// <summary>Whitespace.</summary>", false)]
    public void Summary_that_begins_with_a_question_word_is_found(string source, bool expected) =>
        Assert.Equal(expected, QuestionInSummary().IsMatch(source));

    [GeneratedRegex(@"<summary>\s*(?:///\s*)?(?:What|How|Who|Whether|Where|When|Whoever|Which|Why)\b[^\n]*")]
    private static partial Regex QuestionInSummary();
}
