namespace Zot.Zli.Output;

/// <summary>The formats of results.</summary>
internal enum OutputFormat
{
    /// <summary>Tables.</summary>
    Text,

    /// <summary>One JSON object per line.</summary>
    Json,

    /// <summary>YAML documents.</summary>
    Yaml,
}
