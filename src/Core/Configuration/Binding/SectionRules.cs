using System.Runtime.CompilerServices;

namespace Zot.Configuration;

/// <summary>Where a record that was read says what its values must be. It says everything, and stops at nothing.</summary>
internal sealed class SectionRules(SectionReader section, Findings findings)
{
    /// <summary>Whether the key was given.</summary>
    public bool Has(string key) => section.Has(key);

    /// <summary>Checks a value; the key is the expression that names it: <c>Check(GcDelay >= TimeSpan.Zero, GcDelay, …)</c>.</summary>
    /// <param name="holds">Whether the rule holds.</param>
    /// <param name="value">The value; empty and <see langword="null"/> are reported as "not set". No secret.</param>
    /// <param name="rule">The rule: "must not be negative".</param>
    /// <param name="reference">The words that zot uses, behind its "invalid server config: ".</param>
    /// <param name="key">The key.</param>
    public void Check(
        bool holds, object? value, string rule, string? reference = null,
        [CallerArgumentExpression(nameof(value))] string key = "")
    {
        // A value that could not be read was reported; its default is no fault of the user's.
        if (!holds && !section.IsFaulty(key))
        {
            var shown = section.IsSecret(key) ? Secrets.Mask : Show(value);
            var problem = shown.Length == 0 ? $"is not set, but {rule}" : $"is '{shown}', but {rule}";
            findings.Error(section.PathOf(key), problem, Worded(reference));
        }
    }

    /// <summary>Checks every item of a list.</summary>
    public void CheckEach(
        IReadOnlyList<string> items, Func<string, bool> holds, string rule, Func<string, string>? reference = null,
        [CallerArgumentExpression(nameof(items))] string key = "")
    {
        for (var index = 0; index < items.Count; index++)
        {
            Check(holds(items[index]), items[index], rule, reference?.Invoke(items[index]), $"{key}[{index}]");
        }
    }

    /// <summary>Reports a fault that is not about one value.</summary>
    public void Fault(string key, string problem, string? reference = null) =>
        findings.Error(section.PathOf(key), problem, Worded(reference));

    /// <summary>Reports something to know.</summary>
    public void Warn(string key, string message) => findings.Warn(section.PathOf(key), message);

    private static string? Worded(string? reference) => reference is null ? null : $"invalid server config: {reference}";

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
