using System.Globalization;
using Zot.Configuration.Values;
using Zot.Go;

namespace Zot.Configuration.Tree;

/// <summary>A single value, as it was written.</summary>
internal sealed class ConfigScalar(string text, ConfigScalarKind kind = ConfigScalarKind.Text) : ConfigNode
{
    /// <summary>The text of the value: numbers and booleans as JSON writes them.</summary>
    public string Text { get; } = text;

    /// <summary>The form in which the value was written.</summary>
    public ConfigScalarKind Kind { get; } = kind;

    /// <summary>The environment variable that sets the value; <see langword="null"/> if it comes from a file.</summary>
    public string? Variable { get; init; }

    /// <summary>Indicates whether the value must never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The reason why the value could not be resolved; <see langword="null"/> if it is complete.</summary>
    public string? Problem { get; init; }

    public override string Description => Kind switch
    {
        ConfigScalarKind.Number => "a number",
        ConfigScalarKind.Flag => "a boolean",
        ConfigScalarKind.Nothing => "null",
        _ => "a string",
    };

    /// <summary>The value as shown in messages: secrets are masked, including those within a URL.</summary>
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
