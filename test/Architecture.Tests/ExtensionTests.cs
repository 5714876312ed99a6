using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;
using Zot.Extensions;
using Zot.Hosting;

namespace Zot.Architecture.Tests;

/// <summary>
/// The requirements of EXTENSIONS.md. These tests run in both flavors, and so cover both twins of each extension.
/// </summary>
public sealed partial class ExtensionTests
{
    private static readonly string[] Folders = [.. Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src/Extensions"))
        .Select(static folder => Path.GetFileName(folder))
        .Except(["bin", "obj"])
        .OrderBy(static folder => folder.ToLowerInvariant(), StringComparer.Ordinal)];

    private static string[] Names => [.. Folders.Select(static folder => folder.ToLowerInvariant())];

    public static TheoryData<string> All => [.. Folders];

    [Fact]
    public void Known_extensions_are_the_directories_in_order() => Assert.Equal(Names, Known().Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Compiled_extensions_are_the_directories_in_order() =>
        Assert.Equal(Names, CompiledExtensions.All.Select(static extension => extension.Name));

    [Theory]
    [MemberData(nameof(All))]
    public void Directory_has_both_twins(string folder)
    {
        Assert.True(File.Exists(InFolder(folder, $"{folder}Extension.cs")));
        Assert.True(File.Exists(InFolder(folder, $"{folder}Extension.Disabled.cs")));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Test_directory_has_tests_of_both_twins(string folder)
    {
        var guards = SourceTree.Files($"test/Extensions.Tests/{folder}").Select(static file => file.Lines[0]).Distinct(StringComparer.Ordinal);

        Assert.Equal([$"#if !EXT_{folder.ToUpperInvariant()}", $"#if EXT_{folder.ToUpperInvariant()}"], guards.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Extension_file_is_guarded_from_first_to_last_line()
    {
        var open = Folders.SelectMany(static folder => SourceTree.Files($"src/Extensions/{folder}")
            .Where(file => GuardOf(file) is var guard && guard != $"#if EXT_{folder.ToUpperInvariant()}" && guard != $"#if !EXT_{folder.ToUpperInvariant()}")
            .Select(static file => file.Path));

        Assert.Empty(open);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Twins_are_guarded_by_opposite_conditions(string folder)
    {
        var files = SourceTree.Files($"src/Extensions/{folder}").ToDictionary(static file => Path.GetFileName(file.Path), GuardOf);

        Assert.Equal($"#if EXT_{folder.ToUpperInvariant()}", files[$"{folder}Extension.cs"]);
        Assert.Equal($"#if !EXT_{folder.ToUpperInvariant()}", files[$"{folder}Extension.Disabled.cs"]);
    }

    [Fact]
    public void Twins_have_only_the_members_of_the_interface()
    {
        var hook = MembersOf(typeof(IZotExtension)).Concat(MembersOf(typeof(IZotPart))).Order(StringComparer.Ordinal);

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
    public void Only_the_list_of_extensions_is_public() =>
        Assert.Equal([typeof(CompiledExtensions)], typeof(CompiledExtensions).Assembly.GetExportedTypes());

    [Fact]
    public void Package_of_an_extension_is_restored_only_with_it()
    {
        var always = XDocument.Load(Path.Combine(SourceTree.Root, "src/Extensions/Zot.Extensions.csproj"))
            .Descendants("PackageReference")
            .Where(static package => package.Attribute("Condition")?.Value.Contains("'EXT_", StringComparison.Ordinal) != true);

        Assert.Empty(always);
    }

    [Fact]
    public void Document_describes_all_extensions_in_order() =>
        Assert.Equal(Names, File.ReadLines(Path.Combine(SourceTree.Root, "EXTENSIONS.md"))
            .Where(static line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(static line => line[4..]));

    [Fact]
    public void Document_names_the_examples_of_the_open_core()
    {
        var examples = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "test/OpenCore.Tests"))
            .Select(static folder => $"test/OpenCore.Tests/{Path.GetFileName(folder)}")
            .Except(["test/OpenCore.Tests/bin", "test/OpenCore.Tests/obj"])
            .Order(StringComparer.Ordinal);

        Assert.Equal(examples, Example().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "EXTENSIONS.md")))
            .Select(static match => match.Value)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Black_box_tests_of_an_extension_are_found_by_its_make_target(string folder)
    {
        var tests = SourceTree.Files("test/blackbox/Extensions").Where(file => Path.GetFileName(file.Path).StartsWith(folder, StringComparison.Ordinal)).ToList();

        Assert.Contains(tests, file => Path.GetFileName(file.Path) == $"{folder}Tests.cs");
        Assert.All(tests, static file => Assert.Contains("namespace Zot.BlackBox.Extensions;", file.Lines));
    }

    [Fact]
    public void Makefile_has_a_target_for_black_box_tests_of_an_extension() => Assert.Contains(
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

    [GeneratedRegex("test/OpenCore\\.Tests/[A-Z][A-Za-z]+")]
    private static partial Regex Example();

    [GeneratedRegex("<KnownExtensions>(.*)</KnownExtensions>")]
    private static partial Regex KnownExtensions();
}
