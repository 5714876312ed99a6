using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Zot.Zli.Output;

/// <summary>Writes results as YAML. Names are those of JSON in lower case, as in zot's output.</summary>
internal static class YamlOutput
{
    private const string DocumentStart = "---\n";

    // Texts that a reader would take for another type.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf", "-.inf", "+.inf", "<<",
        "=",
    };

    /// <summary>Returns an object as a document.</summary>
    public static string Document(Entry entry) => DocumentStart + Text(Node(entry));

    /// <summary>Returns a list as a document.</summary>
    public static string Document(IReadOnlyList<Entry> entries) => DocumentStart + Text(Node(entries));

    /// <summary>Returns an object of texts, without the start of a document.</summary>
    public static string Object(IEnumerable<KeyValuePair<string, string>> members)
    {
        var node = new YamlMappingNode();
        foreach (var (name, value) in members)
        {
            node.Add(name, Quoted(value));
        }

        return Text(node);
    }

    private static YamlMappingNode Node(Entry entry)
    {
        var node = new YamlMappingNode();
        foreach (var field in entry.Shape.Fields)
        {
            node.Add(field.Name.ToLowerInvariant(), ValueOf(field.Kind, entry[field.Name]));
        }

        return node;
    }

    private static YamlSequenceNode Node(IReadOnlyList<Entry> entries) =>
        entries.Count > 0 ? new YamlSequenceNode(entries.Select(Node)) : Empty();

    private static YamlNode ValueOf(FieldKind kind, object? value) => value switch
    {
        string time when kind == FieldKind.Time => new YamlScalarNode(time),
        string text => Quoted(text),
        long number => new YamlScalarNode(number.ToString(CultureInfo.InvariantCulture)),
        bool flag => new YamlScalarNode(flag ? "true" : "false"),
        Entry entry => Node(entry),
        IReadOnlyList<Entry> entries => Node(entries),
        IReadOnlyList<string> { Count: > 0 } texts => new YamlSequenceNode(texts.Select(Quoted)),
        _ => Empty(),
    };

    private static YamlSequenceNode Empty() => new() { Style = YamlDotNet.Core.Events.SequenceStyle.Flow };

    private static YamlScalarNode Quoted(string text) => new(text)
    {
        Style = text.Any(static letter => char.IsControl(letter)
            && letter != '\n') || IsOfAnotherType(text) ? ScalarStyle.DoubleQuoted
            : text.Contains('\n') ? ScalarStyle.Literal
            : ScalarStyle.Any,
    };

    // Whatever begins like a number or a date is quoted: numbers have many forms in YAML.
    private static bool IsOfAnotherType(string text) =>
        Words.Contains(text)
            || char.IsAsciiDigit(text[0])
            || (text[0] is '.' or '+' or '-' && text.Length > 1 && (char.IsAsciiDigit(text[1]) || text[1] == '.'));

    private static string Text(YamlNode root)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new YamlDotNet.Core.Events.StreamStart());
        Document(emitter, root);
        emitter.Emit(new YamlDotNet.Core.Events.StreamEnd());
        return text.ToString();
    }

    private static void Document(Emitter emitter, YamlNode root)
    {
        emitter.Emit(new YamlDotNet.Core.Events.DocumentStart(null, null, isImplicit: true));
        Emit(emitter, root);
        emitter.Emit(new YamlDotNet.Core.Events.DocumentEnd(isImplicit: true));
    }

    private static void Emit(Emitter emitter, YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode scalar:
                emitter.Emit(new YamlDotNet.Core.Events.Scalar(
                    AnchorName.Empty, TagName.Empty, scalar.Value ?? "",
                    scalar.Style, isPlainImplicit: true, isQuotedImplicit: true));
                break;
            case YamlSequenceNode list:
                emitter.Emit(new YamlDotNet.Core.Events.SequenceStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, list.Style));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new YamlDotNet.Core.Events.SequenceEnd());
                break;
            case YamlMappingNode members:
                emitter.Emit(new YamlDotNet.Core.Events.MappingStart());
                foreach (var (name, value) in members)
                {
                    Emit(emitter, name);
                    Emit(emitter, value);
                }

                emitter.Emit(new YamlDotNet.Core.Events.MappingEnd());
                break;
        }
    }
}
