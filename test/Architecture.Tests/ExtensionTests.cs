using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;
using Zot.Extensions;
using Zot.Hosting;

namespace Zot.Architecture.Tests;

/// <summary>What EXTENSIONS.md asks of an extension. These tests run in both flavours, and so see both twins of each.</summary>
public sealed partial class ExtensionTests
{
    private static readonly string[] Folders = [.. Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src/Extensions"))
        .Select(static folder => Path.GetFileName(folder))
        .Except(["bin", "obj"])
        .OrderBy(static folder => folder.ToLowerInvariant(), StringComparer.Ordinal)];

    private static string[] Names => [.. Folders.Select(static folder => folder.ToLowerInvariant())];

    public static TheoryData<string> All => [.. Folders];

    [Fact]
    public void KnownExtensions_AreTheFoldersThereAre_InOrder() => Assert.Equal(Names, Known().Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void CompiledExtensions_AreTheFoldersThereAre_InOrder() =>
        Assert.Equal(Names, CompiledExtensions.All.Select(static extension => extension.Name));

    [Theory]
    [MemberData(nameof(All))]
    public void Folder_HasBothTwins(string folder)
    {
        Assert.True(File.Exists(InFolder(folder, $"{folder}Extension.cs")));
        Assert.True(File.Exists(InFolder(folder, $"{folder}Extension.Disabled.cs")));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Folder_OfTheTests_HasTestsOfBothTwins(string folder)
    {
        var guards = SourceTree.Files($"test/Extensions.Tests/{folder}").Select(static file => file.Lines[0]).Distinct(StringComparer.Ordinal);

        Assert.Equal([$"#if !EXT_{folder.ToUpperInvariant()}", $"#if EXT_{folder.ToUpperInvariant()}"], guards.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void File_OfAnExtension_IsGuardedFromItsFirstLineToItsLast()
    {
        var open = Folders.SelectMany(static folder => SourceTree.Files($"src/Extensions/{folder}")
            .Where(file => GuardOf(file) is var guard && guard != $"#if EXT_{folder.ToUpperInvariant()}" && guard != $"#if !EXT_{folder.ToUpperInvariant()}")
            .Select(static file => file.Path));

        Assert.Empty(open);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Twins_AreGuardedByOppositeConditions(string folder)
    {
        var files = SourceTree.Files($"src/Extensions/{folder}").ToDictionary(static file => Path.GetFileName(file.Path), GuardOf);

        Assert.Equal($"#if EXT_{folder.ToUpperInvariant()}", files[$"{folder}Extension.cs"]);
        Assert.Equal($"#if !EXT_{folder.ToUpperInvariant()}", files[$"{folder}Extension.Disabled.cs"]);
    }

    [Fact]
    public void Twin_HasTheMembersOfTheHook_AndNoOthers()
    {
        var hook = MembersOf(typeof(IZotExtension));

        Assert.All(CompiledExtensions.All, extension =>
        {
            Assert.Equal(hook, MembersOf(extension.GetType()));
            Assert.True(extension.GetType() is { IsSealed: true, IsPublic: false });
            Assert.Equal(!extension.IsCompiledIn, extension is DisabledExtension);
            Assert.Equal($"{extension.Name}extension", extension.GetType().Name.ToLowerInvariant());
            Assert.Empty(Assert.Single(extension.GetType().GetConstructors()).GetParameters());
        });
    }

    [Fact]
    public void Extensions_AreKnownToTheRest_ByTheirListOnly() =>
        Assert.Equal([typeof(CompiledExtensions)], typeof(CompiledExtensions).Assembly.GetExportedTypes());

    [Fact]
    public void Package_OfAnExtension_IsNotEvenRestoredWithoutIt()
    {
        var always = XDocument.Load(Path.Combine(SourceTree.Root, "src/Extensions/Zot.Extensions.csproj"))
            .Descendants("PackageReference")
            .Where(static package => package.Attribute("Condition")?.Value.Contains("'EXT_", StringComparison.Ordinal) != true);

        Assert.Empty(always);
    }

    [Fact]
    public void Document_DescribesTheExtensionsThereAre_InOrder() =>
        Assert.Equal(Names, File.ReadLines(Path.Combine(SourceTree.Root, "EXTENSIONS.md"))
            .Where(static line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(static line => line[4..]));

    [Theory]
    [MemberData(nameof(All))]
    public void BlackBoxTests_OfAnExtension_LieWhereItsTargetLooksForThem(string folder)
    {
        var tests = SourceTree.Files("test/blackbox/Extensions").Where(file => Path.GetFileName(file.Path).StartsWith(folder, StringComparison.Ordinal)).ToList();

        Assert.Contains(tests, file => Path.GetFileName(file.Path) == $"{folder}Tests.cs");
        Assert.All(tests, static file => Assert.Contains("namespace Zot.BlackBox.Extensions;", file.Lines));
    }

    [Fact]
    public void Makefile_HasATargetForTheBlackBoxTestsOfEachExtension() => Assert.Contains(
        File.ReadLines(Path.Combine(SourceTree.Root, "Makefile")), static line => line.StartsWith("blackbox-%:", StringComparison.Ordinal));

    private static string Known() =>
        KnownExtensions().Match(File.ReadAllText(Path.Combine(SourceTree.Root, "build/Extensions.props"))).Groups[1].Value;

    private static string InFolder(string folder, string file) => Path.Combine(SourceTree.Root, "src/Extensions", folder, file);

    private static string GuardOf(SourceFile file) =>
        file.Lines[^1] == "#endif" && file.Lines.Count(static line => line.StartsWith("#if", StringComparison.Ordinal)) == 1 ? file.Lines[0] : "";

    private static IEnumerable<string> MembersOf(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
        .Where(static member => member.DeclaringType != typeof(object))
        .Where(static member => member switch
        {
            MethodBase method => !method.IsPrivate && !method.IsConstructor,
            FieldInfo field => !field.IsPrivate,
            Type nested => !nested.IsNestedPrivate,
            _ => true,
        })
        .Select(static member => member.ToString()!)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("<KnownExtensions>(.*)</KnownExtensions>")]
    private static partial Regex KnownExtensions();
}
