using System.Text.Json;

namespace Zot.Sbom;

/// <summary>What is in a program that was published as one file, read from the program itself.</summary>
/// <param name="Binary">The path of the program.</param>
/// <param name="Size">Its length, in bytes.</param>
/// <param name="About">What it says of itself.</param>
/// <param name="Libraries">The libraries that trimming has left something of, in the order of their names.</param>
internal sealed record Inventory(string Binary, long Size, ProgramFacts About, IReadOnlyList<Library> Libraries)
{
    private const string RuntimePrefix = "runtimepack.";

    private static readonly string[] FileKinds = ["runtime", "native"];

    /// <summary>The packages, and not the runtime.</summary>
    public IEnumerable<Library> Packages => Libraries.Where(static library => library.Kind == LibraryKind.Package);

    /// <summary>Reads a program.</summary>
    /// <exception cref="InvalidDataException">It is no program of ours, published as one file.</exception>
    public static Inventory Of(string binary)
    {
        var bundle = SingleFile.Read(binary);
        var name = bundle.Files.FirstOrDefault(static file => file.Path.EndsWith(".deps.json", StringComparison.Ordinal))?.Path
            ?? throw new InvalidDataException($"{binary} has no list of its libraries");
        var program = bundle.Find(name.Replace(".deps.json", ".dll", StringComparison.Ordinal))
            ?? throw new InvalidDataException($"{binary} has no assembly beside {name}");
        using var list = JsonDocument.Parse(bundle.Find(name));
        var beside = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(binary))!).Select(Path.GetFileName);
        var files = bundle.Files.Select(static file => Path.GetFileName(file.Path)).Concat(beside).ToHashSet(StringComparer.Ordinal);
        return new Inventory(
            binary,
            new FileInfo(binary).Length,
            ProgramFacts.Read(program),
            [.. LibrariesOf(list.RootElement, files).OrderBy(static library => library.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    private static IEnumerable<Library> LibrariesOf(JsonElement list, HashSet<string?> files)
    {
        var facts = list.GetProperty("libraries");
        var target = list.GetProperty("targets").GetProperty(list.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
        foreach (var entry in target.EnumerateObject().Where(entry => FilesOf(entry.Value).Any(files.Contains)))
        {
            var library = facts.GetProperty(entry.Name);
            var (name, version) = entry.Name.Split('/') is [var first, var second] ? (first, second) : (entry.Name, "");
            var kind = library.GetProperty("type").GetString() switch
            {
                "package" => LibraryKind.Package,
                "runtimepack" => LibraryKind.Runtime,
                _ => LibraryKind.Own,
            };
            var hash = library.TryGetProperty("sha512", out var sha512) ? sha512.GetString() : null;
            yield return new Library(
                WithoutPrefix(name),
                version,
                kind,
                hash is { Length: > 0 } ? hash["sha512-".Length..] : null,
                entry.Value.TryGetProperty("dependencies", out var needed) ? [.. needed.EnumerateObject().Select(static it => WithoutPrefix(it.Name))] : []);
        }
    }

    private static IEnumerable<string> FilesOf(JsonElement library) => FileKinds
        .SelectMany(kind => library.TryGetProperty(kind, out var files) ? files.EnumerateObject().Select(static file => Path.GetFileName(file.Name)) : []);

    private static string WithoutPrefix(string name) =>
        name.StartsWith(RuntimePrefix, StringComparison.Ordinal) ? name[RuntimePrefix.Length..] : name;
}
