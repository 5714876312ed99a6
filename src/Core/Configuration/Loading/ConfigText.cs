namespace Zot.Configuration;

/// <summary>Turns the text of a file into a tree, by the name of the file.</summary>
internal static class ConfigText
{
    // What zot reads besides, through the library it uses; nobody is known to write it.
    private static readonly HashSet<string> OtherFormats = new(StringComparer.OrdinalIgnoreCase)
    {
        ".toml", ".properties", ".props", ".prop", ".hcl", ".tfvars", ".dotenv", ".env", ".ini",
    };

    /// <summary>Reads a text; a file without a known extension is tried as JSON and then as YAML.</summary>
    /// <exception cref="ConfigTextException">The text is not of the format.</exception>
    public static ConfigMap Parse(string text, string path, Findings findings, bool mayGuess)
    {
        switch (ExtensionOf(path))
        {
            case ".json":
                return JsonText.Parse(text, path, findings);
            case ".yaml" or ".yml":
                return YamlText.Parse(text, path, findings);
            case var other when OtherFormats.Contains(other):
                throw new ConfigTextException($"only JSON and YAML are read, not {other[1..]}; convert the file");
            case var unknown when !mayGuess:
                throw new ConfigTextException($"the name must end in .json, .yaml or .yml, not '{unknown}'");
            default:
                return ParseUnknown(text, path, findings);
        }
    }

    private static ConfigMap ParseUnknown(string text, string path, Findings findings)
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

    // A name that is nothing but an extension (.config) has none.
    private static string ExtensionOf(string path)
    {
        var name = Path.GetFileName(path);
        return name.LastIndexOf('.') > 0 ? Path.GetExtension(name).ToLowerInvariant() : "";
    }
}
