#if EXT_SYNC
using System.Text.RegularExpressions;
using Zot.Configuration.Extensions;
using Zot.Go;

namespace Zot.Extensions.Sync.Naming;

/// <summary>Selects the tags of a repository that are copied periodically.</summary>
internal sealed partial class TagFilter
{
    private readonly Regex? _included;
    private readonly Regex? _excluded;
    private readonly bool _selectsNone;
    private readonly bool _onlyVersions;

    private TagFilter(SyncTagsOptions options)
    {
        _included = options.Regex is { Length: > 0 } included ? Parse(included) : null;
        _excluded = options.ExcludeRegex is { Length: > 0 } excluded ? Parse(excluded) : null;
        _selectsNone = options.Regex is { Length: 0 };
        _onlyVersions = options.Semver;
    }

    /// <summary>Selects all tags.</summary>
    public static TagFilter All { get; } = new(new SyncTagsOptions());

    /// <summary>Creates a filter; without options it selects all tags.</summary>
    /// <exception cref="FormatException">A regular expression is invalid.</exception>
    public static TagFilter Create(SyncTagsOptions? options) => options is null ? All : new TagFilter(options);

    /// <summary>Returns the selected tags, in the given order.</summary>
    public IReadOnlyList<string> Apply(IEnumerable<string> tags) => [.. tags.Where(Selects)];

    private bool Selects(string tag) => !_selectsNone
        && _included?.IsMatch(tag) != false
        && _excluded?.IsMatch(tag) != true
        && (!_onlyVersions || Version().IsMatch(tag));

    private static Regex Parse(string pattern) =>
        GoRegex.TryParse(pattern, out var expression)
            ? expression
            : throw new FormatException($"'{pattern}' is not a regular expression");

    // As lenient as zot: a leading v, and 1 and 1.2 beside 1.2.3. A numeric identifier of a pre-release has no leading
    // zero.
    [GeneratedRegex(
        @"\Av?[0-9]{1,19}(\.[0-9]{1,19}){0,2}"
            + @"(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}
#endif
