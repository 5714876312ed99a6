using System.Globalization;

namespace Zot.Configuration;

/// <summary>One value, as it was written.</summary>
internal sealed class ConfigScalar(string text, ConfigScalarKind kind = ConfigScalarKind.Text) : ConfigNode
{
    /// <summary>The value's text: numbers and booleans as JSON writes them.</summary>
    public string Text { get; } = text;

    /// <summary>How the value was written.</summary>
    public ConfigScalarKind Kind { get; } = kind;

    /// <summary>The environment variable that the value comes from; <see langword="null"/> when it stands in a file.</summary>
    public string? Variable { get; init; }

    /// <summary>Whether the value must never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Why the value could not be filled in; <see langword="null"/> when it is whole.</summary>
    public string? Problem { get; init; }

    public override string Description => Kind switch
    {
        ConfigScalarKind.Number => "a number",
        ConfigScalarKind.Flag => "a boolean",
        ConfigScalarKind.Nothing => "nothing",
        _ => "a string",
    };

    /// <summary>The value as messages show it: secrets hidden, also those within a URL.</summary>
    public string Shown => IsSecret ? Secrets.Mask : Secrets.Hide(Text);

    public static ConfigScalar Of(bool value) => new(value ? "true" : "false", ConfigScalarKind.Flag);

    public static ConfigScalar Of(long value) =>
        new(value.ToString(CultureInfo.InvariantCulture), ConfigScalarKind.Number);

    public static ConfigScalar Of(double value) =>
        new(value.ToString("R", CultureInfo.InvariantCulture), ConfigScalarKind.Number);

    public static ConfigScalar Of(TimeSpan value) => new(GoDuration.Format(value));

    public override ConfigNode Clone() => this;

    public ConfigScalar AsSecret() => new(Text, Kind) { Variable = Variable, IsSecret = true, Problem = Problem };
}
