using Zot.Configuration.Binding;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>Parses the text of a file into a tree, in the format given by the file name.</summary>
internal static class ConfigText
{
    // Formats that zot also supports, through the library it uses; they are not known to be in use.
    private static readonly HashSet<string> OtherFormats = new(StringComparer.OrdinalIgnoreCase)
    {
        ".toml", ".properties", ".props", ".prop", ".hcl", ".tfvars", ".dotenv", ".env", ".ini",
    };

    /// <summary>Parses a text; a file without a known extension is parsed as JSON, then as YAML.</summary>
    /// <exception cref="ConfigTextException">The text is not valid in its format.</exception>
    public static ConfigMap Parse(string text, string path, Diagnostics findings, bool mayGuess)
    {
        switch (ExtensionOf(path))
        {
            case ".json":
                return JsonText.Parse(text, path, findings);
            case ".yaml" or ".yml":
                return YamlText.Parse(text, path, findings);
            case var other when OtherFormats.Contains(other):
                throw new ConfigTextException($"only JSON and YAML are supported, not {other[1..]}; convert the file");
            case var unknown when !mayGuess:
                throw new ConfigTextException($"the name must end in .json, .yaml or .yml, not '{unknown}'");
            default:
                return ParseUnknown(text, path, findings);
        }
    }

    private static ConfigMap ParseUnknown(string text, string path, Diagnostics findings)
    {
        try
        {
            return JsonText.Parse(text, path, findings);
        }
        catch (ConfigTextException)
        {
            return YamlText.Parse(text, path, findings);
        }
    }

    // A name that consists only of an extension (.config) has no extension.
    private static string ExtensionOf(string path)
    {
        var name = Path.GetFileName(path);
        return name.LastIndexOf('.') > 0 ? Path.GetExtension(name).ToLowerInvariant() : "";
    }
}
