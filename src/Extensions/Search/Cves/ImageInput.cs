#if EXT_SEARCH
namespace Zot.Extensions.Search.Cves;

/// <summary>An image in the arguments of a query. Missing members are empty.</summary>
internal sealed record ImageInput(string Repository, string Tag, string Digest, string Os, string Architecture)
{
    /// <summary>Reads an argument.</summary>
    public static ImageInput Read(IDictionary<string, object?>? input)
    {
        var platform = input is not null && input.TryGetValue("Platform", out var value)
            ? value as IDictionary<string, object?>
            : null;
        return new ImageInput(
            Text(input, "Repo"), Text(input, "Tag"), Text(input, "Digest"),
            Text(platform, "Os"), Text(platform, "Arch"));
    }

    /// <summary>Returns the image as error messages name it.</summary>
    public override string ToString()
    {
        var name = Repository.Length > 0 ? Repository : "<empty>";
        var tag = Tag.Length > 0 ? $":{Tag}" : "";
        return $"{name}{tag}{(Os.Length + Architecture.Length > 0 ? $" ({Os}/{Architecture})" : "")}";
    }

    private static string Text(IDictionary<string, object?>? input, string name) =>
        input is not null && input.TryGetValue(name, out var value) && value is string text ? text : "";
}
#endif
