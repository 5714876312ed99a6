namespace Zot.Testing.Fuzzing;

/// <summary>The code under test of a fuzzer, with the state that one input may leave for the next.</summary>
public interface IFuzzTarget : IAsyncDisposable
{
    /// <summary>Gets the number of inputs that run concurrently.</summary>
    int Workers => 1;

    /// <summary>Runs one input. Any exception is a failure.</summary>
    /// <param name="input">The input.</param>
    /// <param name="random">The source of other variations, which depends only on the input number.</param>
    Task TryAsync(byte[] input, Random random);

    /// <summary>Checks that valid requests still succeed.</summary>
    Task CheckAsync();
}
