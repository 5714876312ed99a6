using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Zot.Configuration.Binding;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>Parses YAML, including anchors, aliases and merge keys.</summary>
internal static partial class YamlText
{
    // An alias may refer to an enclosing node, and a few aliases may expand into billions of nodes.
    private const int MaximumDepth = 64;
    private const int MaximumNodes = 100_000;

    public static ConfigMap Parse(string text, string path, Diagnostics findings)
    {
        var root = ReadRoot(text);
        var nodes = 0;
        return root is null ? new ConfigMap() : Convert(root, path, findings, depth: 0, ref nodes) switch
        {
            ConfigMap map => map,
            ConfigScalar { Kind: ConfigScalarKind.Nothing } => new ConfigMap(),
            var other => throw new ConfigTextException($"the file is {other.Description}, but must be an object"),
        };
    }

    private static YamlNode? ReadRoot(string text)
    {
        try
        {
            CheckDepth(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException fault)
        {
            // The message of the library may quote the content of the file.
            throw new ConfigTextException(
                $"the file is not valid YAML: line {fault.Start.Line}, column {fault.Start.Column}");
        }
        catch (Exception fault) when (fault is not ConfigTextException)
        {
            // The library reports some incomplete texts with exceptions other than its own.
            throw new ConfigTextException("the file is not valid YAML");
        }
    }

    // The library builds nodes recursively, and a stack overflow terminates the process.
    private static void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > MaximumDepth)
            {
                throw new ConfigTextException($"the file is not supported: nested deeper than {MaximumDepth} levels, "
                    + $"line {parser.Current!.Start.Line}");
            }
        }
    }

    private static ConfigNode Convert(YamlNode node, string path, Diagnostics findings, int depth, ref int nodes)
    {
        if (depth > MaximumDepth || ++nodes > MaximumNodes)
        {
            throw new ConfigTextException("the aliases of the file expand without limit");
        }

        switch (node)
        {
            case YamlScalarNode scalar:
                return Convert(scalar);
            case YamlSequenceNode sequence:
                var list = new ConfigList([]);
                foreach (var item in sequence.Children)
                {
                    list.Items.Add(Convert(item, path, findings, depth + 1, ref nodes));
                }

                return list;
            case YamlMappingNode mapping:
                return Convert(mapping, path, findings, depth, ref nodes);
            default:
                throw new ConfigTextException(
                    $"the file contains a node that is not a value, list or object: line {node.Start.Line}");
        }
    }

    private static ConfigMap Convert(
        YamlMappingNode mapping, string path, Diagnostics findings, int depth, ref int nodes)
    {
        var map = new ConfigMap();
        var merged = new List<ConfigMap>();
        foreach (var (name, value) in mapping.Children)
        {
            if (name is not YamlScalarNode { Value: { } key })
            {
                throw new ConfigTextException($"the file contains a key that is not a string: line {name.Start.Line}");
            }

            CheckUnicode(key, name);
            var node = Convert(value, path, findings, depth + 1, ref nodes);
            if (key == "<<")
            {
                merged.AddRange(node switch
                {
                    ConfigList list => list.Items.OfType<ConfigMap>(),
                    ConfigMap other => [(ConfigMap)other.Clone()],
                    _ => throw new ConfigTextException(
                        $"the file merges a value other than an object: line {name.Start.Line}"),
                });
                continue;
            }

            if (map.Has(key))
            {
                findings.Warn(path, $"contains the key {key} twice; the last one wins");
            }

            map[key] = node;
        }

        // Keys of the object itself take precedence over merged ones, and earlier merges over later ones.
        foreach (var (key, node) in merged.SelectMany(static other => other.Entries))
        {
            map.TryAdd(key, node.Clone());
        }

        return map;
    }

    private static ConfigScalar Convert(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        CheckUnicode(text, scalar);
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag == "tag:yaml.org,2002:str")
        {
            return new ConfigScalar(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new ConfigScalar("", ConfigScalarKind.Nothing),
            "true" or "True" or "TRUE" => ConfigScalar.Of(true),
            "false" or "False" or "FALSE" => ConfigScalar.Of(false),
            _ => new ConfigScalar(text, Number().IsMatch(text) ? ConfigScalarKind.Number : ConfigScalarKind.Text),
        };
    }

    // An unpaired surrogate cannot be encoded in any output, including the log.
    private static void CheckUnicode(string text, YamlNode node)
    {
        for (var at = 0; at < text.Length; at += char.IsSurrogate(text[at]) ? 2 : 1)
        {
            if (char.IsSurrogate(text[at]) && !(at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1])))
            {
                throw new ConfigTextException(
                    $"the file contains a string that is not valid Unicode: line {node.Start.Line}");
            }
        }
    }

    [GeneratedRegex(
        @"^[-+]?(0x[0-9a-fA-F]+|(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
