using System.Text.Json;

namespace Zot.Sbom;

/// <summary>The content of a program that was published as one file, read from the program itself.</summary>
/// <param name="Binary">The path of the program.</param>
/// <param name="Size">Its length, in bytes.</param>
/// <param name="About">The attributes of the program.</param>
/// <param name="Libraries">The libraries of which trimming kept at least a part, ordered by name.</param>
internal sealed record Inventory(string Binary, long Size, ProgramFacts About, IReadOnlyList<Library> Libraries)
{
    private const string RuntimePrefix = "runtimepack.";

    private static readonly string[] FileKinds = ["runtime", "native"];

    /// <summary>Gets the packages, without the runtime.</summary>
    public IEnumerable<Library> Packages => Libraries.Where(static library => library.Kind == LibraryKind.Package);

    /// <summary>Reads a program.</summary>
    /// <param name="binary">The program.</param>
    /// <param name="evidence">The directory with the output of the native compiler.</param>
    /// <exception cref="InvalidDataException">The file is not a published program of this project.</exception>
    public static Inventory Of(string binary, string evidence)
    {
        var program = PublishedProgram.Open(binary, evidence);
        using var list = JsonDocument.Parse(program.Dependencies);
        var main = list.RootElement.GetProperty("libraries").EnumerateObject().First().Name.Split('/')[0];
        return new Inventory(
            binary,
            new FileInfo(binary).Length,
            ProgramFacts.Read(program.ReadAssembly($"{main}.dll")),
            [.. LibrariesOf(list.RootElement, program).OrderBy(static library => library.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    private static List<Library> LibrariesOf(JsonElement list, IPublishedProgram program)
    {
        var facts = list.GetProperty("libraries");
        var target = list.GetProperty("targets").GetProperty(list.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
        var entries = target.EnumerateObject()
            .Select(entry => (Library: LibraryOf(entry, facts.GetProperty(entry.Name), program), HasFiles: FilesOf(entry.Value).Any(program.Files.Contains)))
            .ToList();
        var contained = entries.Where(static entry => entry.HasFiles).Select(static entry => entry.Library).ToList();
        var names = contained.Select(static library => library.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var referenced = contained.Where(static library => library.Kind == LibraryKind.Own)
            .SelectMany(static library => library.Dependencies)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        // A metapackage such as NATS.Net: the program contains only its dependencies.
        contained.AddRange(entries.Where(entry => !entry.HasFiles).Select(static entry => entry.Library)
            .Where(library => referenced.Contains(library.Name) && library.Dependencies.Any(names.Contains)));
        return contained;
    }

    private static Library LibraryOf(JsonProperty entry, JsonElement facts, IPublishedProgram program)
    {
        var (name, version) = entry.Name.Split('/') is [var first, var second] ? (first, second) : (entry.Name, "");
        var kind = facts.GetProperty("type").GetString() switch
        {
            "package" => LibraryKind.Package,
            "runtimepack" => LibraryKind.Runtime,
            _ => LibraryKind.Own,
        };
        var hash = facts.TryGetProperty("sha512", out var sha512) ? sha512.GetString() : null;
        return new Library(
            kind == LibraryKind.Runtime ? program.RuntimeOf(WithoutPrefix(name)) : name,
            version,
            kind,
            hash is { Length: > 0 } ? hash["sha512-".Length..] : null,
            entry.Value.TryGetProperty("dependencies", out var needed) ? [.. needed.EnumerateObject().Select(it => program.RuntimeOf(WithoutPrefix(it.Name)))] : []);
    }

    private static IEnumerable<string> FilesOf(JsonElement library) => FileKinds
        .SelectMany(kind => library.TryGetProperty(kind, out var files) ? files.EnumerateObject().Select(static file => Path.GetFileName(file.Name)!) : []);

    private static string WithoutPrefix(string name) =>
        name.StartsWith(RuntimePrefix, StringComparison.Ordinal) ? name[RuntimePrefix.Length..] : name;
}
