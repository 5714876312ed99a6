using System.Runtime.CompilerServices;
using System.Text.Json;
using Serilog.Events;
using Serilog.Parsing;

namespace Zot.Server.Logging;

/// <summary>
/// The part of a message that never varies: of <c>user refused: {User}</c> it is <c>user refused</c>. The facts are fields
/// of the line, so that a message can be searched for.
/// </summary>
internal sealed class StaticMessage
{
    private static readonly ConditionalWeakTable<MessageTemplate, StaticMessage> Known = [];

    private StaticMessage(MessageTemplate template)
    {
        var fixedPart = template.Tokens.TakeWhile(static token => token is TextToken).OfType<TextToken>();
        var text = string.Concat(fixedPart.Select(static token => token.Text)).TrimEnd(' ', ':', ',', '=', '(', '\'', '"');
        IsEmpty = text.Length == 0;
        Json = JsonEncodedText.Encode(text, JsonLineFormat.Encoder);
    }

    /// <summary>Whether the message begins with a fact, and so has no such part.</summary>
    public bool IsEmpty { get; }

    /// <summary>The message as JSON.</summary>
    public JsonEncodedText Json { get; }

    public static StaticMessage Of(MessageTemplate template) => Known.GetValue(template, static key => new StaticMessage(key));
}
