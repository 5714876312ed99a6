namespace Zot.Testing.Fuzzing;

/// <summary>The code under a fuzzer, with the state that one input may leave for the next.</summary>
public interface IFuzzTarget : IAsyncDisposable
{
    /// <summary>Gets the number of inputs that are tried at the same time.</summary>
    int Workers => 1;

    /// <summary>Tries one input. Anything it throws is a failure.</summary>
    /// <param name="input">The input.</param>
    /// <param name="random">What else varies; the same for the same input number.</param>
    Task TryAsync(byte[] input, Random random);

    /// <summary>Checks that valid requests are still answered.</summary>
    Task CheckAsync();
}
