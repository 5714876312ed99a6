using System.Text;
using Zot.Configuration.Binding;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>
/// Replaces <c>${NAME}</c> from the environment and <c>${file:/path}</c> from a file; <c>$${</c> is a literal
/// <c>${</c>.
/// </summary>
/// <remarks>
/// Substituted values are never shown in any message, because they were kept out of the file on purpose.
/// </remarks>
internal sealed class Placeholders(IReadOnlyDictionary<string, string> environment, string? folder)
{
    private const string Open = "${";
    private const string Escaped = "$${";
    private const string FileMark = "file:";

    /// <summary>
    /// Returns the tree with every placeholder replaced. A value that cannot be resolved reports the reason when it is
    /// read.
    /// </summary>
    public ConfigNode Fill(ConfigNode node, Diagnostics findings) => node switch
    {
        ConfigMap map => FillMap(map, findings),
        ConfigList list => new ConfigList(list.Items.Select(item => Fill(item, findings))),
        ConfigScalar { Kind: ConfigScalarKind.Text } scalar when scalar.Text.Contains(Open, StringComparison.Ordinal) =>
            Fill(scalar, findings),
        _ => node,
    };

    private ConfigMap FillMap(ConfigMap map, Diagnostics findings)
    {
        var filled = new ConfigMap();
        foreach (var (key, node) in map.Entries)
        {
            filled[key] = SecretFiles.IsContent(key) ? node : Fill(node, findings);
        }

        return filled;
    }

    private ConfigScalar Fill(ConfigScalar scalar, Diagnostics findings)
    {
        var text = new StringBuilder();
        var rest = scalar.Text.AsSpan();
        var filledAny = false;
        while (!rest.IsEmpty)
        {
            if (rest.StartsWith(Escaped))
            {
                text.Append(Open);
                rest = rest[Escaped.Length..];
            }
            else if (!rest.StartsWith(Open))
            {
                text.Append(rest[0]);
                rest = rest[1..];
            }
            else
            {
                var end = rest.IndexOf('}');
                var name = end < 0 ? "" : rest[Open.Length..end].ToString();
                if (!TryFind(name, findings, out var value))
                {
                    return new ConfigScalar("") { Variable = scalar.Variable, IsSecret = true, Problem = value };
                }

                findings.AddSecret(value);
                text.Append(value);
                rest = rest[(end + 1)..];
                filledAny = true;
            }
        }

        return new ConfigScalar(text.ToString())
        {
            Variable = scalar.Variable,
            IsSecret = scalar.IsSecret || filledAny,
        };
    }

    // Returns the value, or the problem.
    private bool TryFind(string name, Diagnostics findings, out string value)
    {
        if (name.StartsWith(FileMark, StringComparison.Ordinal))
        {
            return TryRead(name[FileMark.Length..], findings, out value);
        }

        if (name.Length == 0 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            value = "contains ${ that begins neither ${NAME} nor ${file:/path}; write $${ for a literal ${";
            return false;
        }

        if (environment.TryGetValue(name, out var found))
        {
            value = found;
            return true;
        }

        value = $"refers to the environment variable {name}, which is not set";
        return false;
    }

    private bool TryRead(string path, Diagnostics findings, out string value)
    {
        try
        {
            var file = FilePath.Resolve(path, folder);

            // Editors and secret stores end a file with a line break, which is not part of the secret.
            value = findings.ReadFile(file).TrimEnd('\r', '\n');
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            value = $"refers to the file {path}, which cannot be read: {fault.Message}";
            return false;
        }
    }
}
