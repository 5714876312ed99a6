using System.Runtime.CompilerServices;
using System.Text.Json;
using Serilog.Events;
using Serilog.Parsing;

namespace Zot.Logging;

/// <summary>
/// The static part of a message template: <c>user rejected</c> for <c>user rejected: {User}</c>. The values are fields
/// of the line, so that messages can be searched for.
/// </summary>
internal sealed class StaticMessage
{
    private static readonly ConditionalWeakTable<MessageTemplate, StaticMessage> Known = [];

    private StaticMessage(MessageTemplate template)
    {
        var fixedPart = template.Tokens.TakeWhile(static token => token is TextToken).OfType<TextToken>();
        var text = string.Concat(fixedPart.Select(static token => token.Text))
            .TrimEnd(' ', ':', ',', '=', '(', '\'', '"');
        IsEmpty = text.Length == 0;
        Json = JsonEncodedText.Encode(text, JsonLineFormat.Encoder);
    }

    /// <summary>Indicates whether the template starts with a field and has no static part.</summary>
    public bool IsEmpty { get; }

    /// <summary>The message as JSON.</summary>
    public JsonEncodedText Json { get; }

    public static StaticMessage Of(MessageTemplate template) =>
        Known.GetValue(template, static key => new StaticMessage(key));
}
