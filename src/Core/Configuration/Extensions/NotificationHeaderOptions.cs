using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>A header that authenticates the registry: the section <c>auth.header</c> of an endpoint.</summary>
public sealed record NotificationHeaderOptions : ISection<NotificationHeaderOptions>
{
    /// <summary>The name of the header. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>The value of the header. Required. A secret.</summary>
    public string? Value { get; init; }

    static NotificationHeaderOptions ISection<NotificationHeaderOptions>.Read(Section section)
    {
        var defaults = new NotificationHeaderOptions();
        return new NotificationHeaderOptions
        {
            Name = section.Text(defaults.Name),
            Value = section.Secret(defaults.Value),
        };
    }

    void ISection<NotificationHeaderOptions>.Check(SectionRules rules)
    {
        rules.Check(
            Name.Length > 0 && Name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'),
            Name,
            "must be a header name");
        rules.Check(Value is { Length: > 0 }, Value, "is required");
    }
}
