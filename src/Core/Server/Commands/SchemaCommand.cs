using System.CommandLine;
using System.Text;
using Zot.Configuration;

namespace Zot.Server.Commands;

/// <summary><c>zot schema</c>: prints the JSON Schema of the configuration.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var schema = new Command("schema", "Print the JSON Schema of the configuration.");
        schema.SetAction(static parsed =>
        {
            using var text = new MemoryStream();
            ConfigurationSchema.Write(text);
            parsed.InvocationConfiguration.Output.Write(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
        });
        return schema;
    }
}
