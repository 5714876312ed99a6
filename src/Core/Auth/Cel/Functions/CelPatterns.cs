using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Zot.Configuration;

namespace Zot.Auth.Cel;

/// <summary><c>matches</c>: regular expressions of RE2, found anywhere in a text, in linear time.</summary>
internal static class CelPatterns
{
    // A pattern that long is none that anybody wrote.
    private const int MaxLength = 1_000;

    // Making an automaton takes as long as some thousand steps do.
    private const long CompilationCost = 5_000;
    private const long CostPerLetter = 2;

    // Linear time, but some patterns make automata with states by the ten thousand. An ordinary match takes microseconds.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(250);

    public static CelLibrary Library { get; } = new()
    {
        // Calls that take a pattern are recognized before functions are looked up; this is for the name alone.
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

    /// <summary>With a pattern that is known only now.</summary>
    public static CelValue? Matches(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } text, { Kind: CelKind.String } pattern])
        {
            return null;
        }

        return !frame.Charge(CompilationCost) ? CelErrors.TooCostly
            : TryCompile(pattern.Text, out var regex) ? Matches(frame, regex, text)
            : CelValue.Failed("is not a regular expression of RE2");
    }
}
