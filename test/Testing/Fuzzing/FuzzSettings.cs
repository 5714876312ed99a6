using System.Globalization;

namespace Zot.Testing.Fuzzing;

/// <summary>The settings of all fuzzers, from the environment.</summary>
public static class FuzzSettings
{
    /// <summary>Gets the number of inputs per target: <c>ZOT_FUZZ</c>, default 10,000.</summary>
    public static int Count { get; } = Number("ZOT_FUZZ", 10_000);

    /// <summary>Gets the seed of all inputs: <c>ZOT_FUZZ_SEED</c>, default 1.</summary>
    public static int Seed { get; } = Number("ZOT_FUZZ_SEED", 1);

    /// <summary>Gets the number of the only input to run: <c>ZOT_FUZZ_NUMBER</c>, as printed by a failure.</summary>
    public static int? Only { get; } = Number("ZOT_FUZZ_NUMBER", -1) is >= 0 and var number ? number : null;

    /// <summary>Returns the random source of an input, which depends only on the seed and the number.</summary>
    public static Random RandomFor(int number) => new(unchecked((Seed * 1_000_003) + number));

    private static int Number(string variable, int ifMissing) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : ifMissing;
}
