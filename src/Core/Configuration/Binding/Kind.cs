namespace Zot.Configuration;

/// <summary>A kind of value: how it is read, shown and described.</summary>
/// <param name="Rule">What a value must be, for messages: "must be a number".</param>
/// <param name="JsonTypes">The types it has in JSON, the best first.</param>
/// <param name="Parse">Reads a value.</param>
/// <param name="Show">The value as the configuration would spell it.</param>
internal sealed record Kind<T>(string Rule, string[] JsonTypes, Kind<T>.TryParse Parse, Func<T, ConfigScalar> Show)
{
    public delegate bool TryParse(ConfigScalar scalar, out T value);
}
