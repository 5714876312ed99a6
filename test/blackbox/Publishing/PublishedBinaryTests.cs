using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Zot.Sbom;

namespace Zot.BlackBox.Publishing;

/// <summary>The content of the published programs, read from the files that users get.</summary>
public sealed partial class PublishedBinaryTests
{
    private static readonly string[] Extensions = [.. Directory.EnumerateDirectories(RepositoryRoot.Combine("src", "Extensions"))
        .Select(Path.GetFileName)
        .OfType<string>()
        .Except(["bin", "obj"])];

    [Fact(Timeout = Limits.Test)]
    public void Minimal_binary_has_no_type_of_any_extension()
    {
        var types = TypesOf("minimal");
        var twins = Extensions.SelectMany(extension => Declared(extension, "#if !EXT_")).ToHashSet();
        var real = Extensions.SelectMany(extension => Declared(extension, "#if EXT_")).Except(twins).ToList();

        Assert.NotEmpty(real);
        Assert.Empty(real.Intersect(types.Keys));
        Assert.Empty(types.Keys.Except(twins).Except(["CompiledExtensions"]));
        Assert.All(Extensions, extension => Assert.Equal("DisabledExtension", types[$"{extension}Extension"]));
    }

    [Fact(Timeout = Limits.Test)]
    public void Full_binary_has_every_extension_and_no_twin()
    {
        var types = TypesOf("full");

        Assert.All(Extensions, extension => Assert.Equal("Object", types[$"{extension}Extension"]));
    }

    [Fact(Timeout = Limits.Test)]
    public void Minimal_binary_has_no_package_that_only_extensions_use()
    {
        var minimal = InventoryOf("minimal").Packages.Select(package => package.Name).ToList();
        var locked = LockedPackages("minimal");

        var conditional = XDocument.Load(RepositoryRoot.Combine("src", "Extensions", "Zot.Extensions.csproj"))
            .Descendants("PackageReference")
            .Select(package => package.Attribute("Include")!.Value);

        Assert.NotEmpty(minimal);
        Assert.Contains("SQLite", minimal);
        Assert.Empty(conditional.Intersect(locked));
        Assert.All(minimal, package => Assert.Contains(package, locked));
        Assert.Empty(minimal.Except(InventoryOf("full").Packages.Select(package => package.Name)));
    }

    [Fact(Timeout = Limits.Test)]
    public void Full_binary_has_NATS_Net_and_the_minimal_one_does_not()
    {
        Assert.Contains(InventoryOf("full").Packages, package => (package.Name, package.Version) == ("NATS.Net", "3.3.2"));
        Assert.DoesNotContain(InventoryOf("minimal").Packages, package => package.Name.StartsWith("NATS.", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public void Bill_of_materials_beside_a_binary_lists_its_content(string build)
    {
        var binary = BinaryOf(build);
        var inventory = InventoryOf(build);
        using var bill = JsonDocument.Parse(File.ReadAllText($"{binary}.cdx.json"));
        var product = bill.RootElement.GetProperty("metadata").GetProperty("component");
        var properties = product.GetProperty("properties").EnumerateArray()
            .ToDictionary(item => item.GetProperty("name").GetString()!, item => item.GetProperty("value").GetString());
        var components = bill.RootElement.GetProperty("components").EnumerateArray().ToList();

        Assert.Equal(("CycloneDX", "1.6"), (bill.RootElement.GetProperty("bomFormat").GetString(), bill.RootElement.GetProperty("specVersion").GetString()));
        Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(File.ReadAllBytes(binary))), HashOf(product));
        Assert.Equal(new FileInfo(binary).Length.ToString(System.Globalization.CultureInfo.InvariantCulture), properties["zot:size"]);
        Assert.Equal(build == "minimal" ? "minimal" : "-" + string.Join('-', Extensions.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)), properties["zot:binary-type"]);
        Assert.NotEmpty(properties["zot:commit"]!);
        Assert.Equal(
            inventory.Packages.Select(package => $"pkg:nuget/{package.Name}@{package.Version}"),
            components.Where(component => component.GetProperty("type").GetString() == "library").Select(component => component.GetProperty("purl").GetString()));
        Assert.Contains(components, component => component.GetProperty("name").GetString()!.StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal));
        Assert.All(components, component => Assert.Equal(128, HashOf(component).Length));
        Assert.All(components, component => Assert.NotEmpty(component.GetProperty("licenses").EnumerateArray()));
    }

    private static string HashOf(JsonElement component) => component.GetProperty("hashes")[0].GetProperty("content").GetString()!;

    private static string BinaryOf(string build)
    {
        var binary = ZotBinary.Command(build)[0];
        Assert.SkipWhen(binary == "dotnet", "this build is not published");
        return binary;
    }

    private static Inventory InventoryOf(string build) => Inventory.Of(BinaryOf(build), EvidenceOf(build));

    private static string EvidenceOf(string build) =>
        RepositoryRoot.Combine("artifacts", "publish", Path.GetFileName(BinaryOf(build)), "evidence");

    // The types in the program, each with its base type in the assembly it was compiled from; without generated types.
    private static Dictionary<string, string> TypesOf(string build)
    {
        var program = PublishedProgram.Open(BinaryOf(build), EvidenceOf(build));
        var kept = program.TypesOf("Zot.Extensions.dll").ToHashSet(StringComparer.Ordinal);
        using var assembly = new PEReader(ImmutableArray.Create(program.ReadAssembly("Zot.Extensions.dll")));
        var metadata = assembly.GetMetadataReader();
        return metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => type.GetDeclaringType().IsNil && metadata.GetString(type.Namespace).StartsWith("Zot.", StringComparison.Ordinal))
            .Where(type => kept.Contains(metadata.GetString(type.Name)))
            .DistinctBy(type => metadata.GetString(type.Name))
            .ToDictionary(type => metadata.GetString(type.Name), type => BaseOf(metadata, type));
    }

    private static string BaseOf(MetadataReader metadata, TypeDefinition type) => type.BaseType switch
    {
        { IsNil: true } => "",
        { Kind: HandleKind.TypeReference } reference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)reference).Name),
        { Kind: HandleKind.TypeDefinition } definition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)definition).Name),
        _ => "(generic)",
    };

    private static IEnumerable<string> Declared(string extension, string guard) =>
        Directory.EnumerateFiles(RepositoryRoot.Combine("src", "Extensions", extension), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Where(text => text.StartsWith(guard, StringComparison.Ordinal))
            .SelectMany(text => TypeDeclaration().Matches(text))
            .Select(match => match.Groups["name"].Value);

    private static HashSet<string> LockedPackages(string build)
    {
        using var locks = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine("src", "Core", "Server", $"packages.{build}.lock.json")));
        return [.. locks.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name)];
    }

    [GeneratedRegex(@"^(?:public |internal |sealed |static |abstract |partial |readonly |file )*(?:class|record struct|record|struct|interface|enum|delegate) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();
}
