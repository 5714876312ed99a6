namespace Zot.Testing.Fuzzing;

/// <summary>The exception thrown for a failing input, with the settings to reproduce it.</summary>
public sealed class FuzzFailureException(string target, int number, byte[] input, string problem, Exception? cause)
    : Exception(Describe(target, number, input, problem), cause)
{
    // The rest of a long input can be reproduced from seed and number.
    private const int MaxShown = 16 * 1024;

    private static string Describe(string target, int number, byte[] input, string problem)
    {
        var shown = Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, MaxShown)));
        return $"""
            {target}: input {number} of seed {FuzzSettings.Seed}: {problem}
            again: ZOT_FUZZ_SEED={FuzzSettings.Seed} ZOT_FUZZ_NUMBER={number}
            input, {input.Length} bytes: {shown}
            """;
    }
}
