using System.Runtime.CompilerServices;
using Zot.Configuration.Values;
using Zot.Go;

namespace Zot.Configuration.Binding;

/// <summary>
/// Collects the violations that a record finds in its values. All of them are reported, not only the first.
/// </summary>
internal sealed class SectionRules(SectionReader section, Diagnostics findings)
{
    /// <summary>Returns whether the key is set.</summary>
    public bool Has(string key) => section.Has(key);

    /// <summary>
    /// Validates a value; the key is the expression that names it: <c>Check(GcDelay >= TimeSpan.Zero, GcDelay, …)</c>.
    /// </summary>
    /// <param name="holds">True if the rule holds.</param>
    /// <param name="value">The value; empty and <see langword="null"/> are shown as "not set". Never a secret.</param>
    /// <param name="rule">The rule: "must not be negative".</param>
    /// <param name="reference">The wording that zot uses, without its prefix "invalid server config: ".</param>
    /// <param name="key">The key.</param>
    public void Check(
        bool holds, object? value, string rule, string? reference = null,
        [CallerArgumentExpression(nameof(value))] string key = "")
    {
        // A value that could not be read has already been reported; the user did not choose its default.
        if (!holds && !section.IsInvalid(key))
        {
            var shown = section.IsSecret(key) ? Secrets.Mask : Show(value);
            var problem = shown.Length == 0 ? $"is not set, but {rule}" : $"is '{shown}', but {rule}";
            findings.Error(section.PathOf(key), problem, Worded(reference));
        }
    }

    /// <summary>Validates every item of a list.</summary>
    public void CheckEach(
        IReadOnlyList<string> items, Func<string, bool> holds, string rule, Func<string, string>? reference = null,
        [CallerArgumentExpression(nameof(items))] string key = "")
    {
        for (var index = 0; index < items.Count; index++)
        {
            Check(holds(items[index]), items[index], rule, reference?.Invoke(items[index]), $"{key}[{index}]");
        }
    }

    /// <summary>Reports an error that does not concern a single value.</summary>
    public void Fault(string key, string problem, string? reference = null) =>
        findings.Error(section.PathOf(key), problem, Worded(reference));

    /// <summary>Reports a warning.</summary>
    public void Warn(string key, string message) => findings.Warn(section.PathOf(key), message);

    private static string? Worded(string? reference) =>
        reference is null ? null : $"invalid server config: {reference}";

    private static string Show(object? value) => value switch
    {
        null => "",
        TimeSpan duration => GoDuration.Format(duration),
        string text => Secrets.Hide(text),
        IEnumerable<string> texts => string.Join(", ", texts.Select(Secrets.Hide)),
        bool flag => flag ? "true" : "false",
        _ => $"{value}",
    };
}
