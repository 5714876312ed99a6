using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Zot.Cel.Binding;
using Zot.Cel.Values;
using Zot.Go;

namespace Zot.Cel.Functions;

/// <summary>
/// The function <c>matches</c>: searches a string for an RE2 regular expression, unanchored, in linear time.
/// </summary>
internal static class CelPatterns
{
    // Longer patterns are not written by people.
    private const int MaxLength = 1_000;

    // Building an automaton takes as long as several thousand steps.
    private const long CompilationCost = 5_000;
    private const long CostPerLetter = 2;

    // Matching is linear, but some automata have tens of thousands of states. A typical match takes microseconds.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(250);

    public static CelLibrary Library { get; } = new()
    {
        // Calls with a pattern are bound before functions are looked up; these entries only make the name known.
        { "matches", 2, Matches },
        { ".matches", 1, 1, Matches },
    };

    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex)
    {
        regex = pattern.Length <= MaxLength && GoRegex.TryParse(pattern, out var parsed)
            ? new Regex(parsed.ToString(), parsed.Options, MaxTime)
            : null;
        return regex is not null;
    }

    public static CelValue? Matches(CelFrame frame, Regex regex, CelValue text)
    {
        if (text.Kind != CelKind.String)
        {
            return null;
        }

        if (!frame.Charge(text.Text.Length * CostPerLetter))
        {
            return CelErrors.TooCostly;
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            return CelValue.Of(regex.IsMatch(text.Text));
        }
        catch (RegexMatchTimeoutException)
        {
            frame.Exhaust();
            return CelErrors.TooCostly;
        }
        finally
        {
            frame.Charge((long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }
    }

    /// <summary>Matches a pattern that is not constant.</summary>
    public static CelValue? Matches(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } text, { Kind: CelKind.String } pattern])
        {
            return null;
        }

        return !frame.Charge(CompilationCost) ? CelErrors.TooCostly
            : TryCompile(pattern.Text, out var regex) ? Matches(frame, regex, text)
            : CelValue.Failed("is not a valid RE2 regular expression");
    }
}
