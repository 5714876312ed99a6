using Zot.Configuration.Tree;

namespace Zot.Configuration.Binding;

/// <summary>A kind of value, with its parser, its formatter and its description.</summary>
/// <param name="Rule">The rule for a value, for messages: "must be a number".</param>
/// <param name="JsonTypes">The JSON types that represent the kind, the preferred one first.</param>
/// <param name="Parse">Reads a value.</param>
/// <param name="Show">Formats a value as the configuration spells it.</param>
internal sealed record Kind<T>(string Rule, string[] JsonTypes, Kind<T>.TryParse Parse, Func<T, ConfigScalar> Show)
{
    public delegate bool TryParse(ConfigScalar scalar, out T value);
}
