namespace Zot.Sbom;

/// <summary>Provides the data of a published program for a bill of materials.</summary>
internal interface IPublishedProgram
{
    /// <summary>Gets the names of the files that the program contains: assemblies and native libraries.</summary>
    IReadOnlySet<string> Files { get; }

    /// <summary>Gets the list of libraries that the build resolved, <c>*.deps.json</c>.</summary>
    byte[] Dependencies { get; }

    /// <summary>Reads an assembly that was compiled into the program.</summary>
    /// <param name="name">The file name, <c>zot.dll</c>.</param>
    /// <exception cref="InvalidDataException">The program has no such assembly.</exception>
    byte[] ReadAssembly(string name);

    /// <summary>Lists the types of an assembly that are in the program.</summary>
    /// <param name="assembly">The file name, <c>Zot.Extensions.dll</c>.</param>
    IEnumerable<string> TypesOf(string assembly);

    /// <summary>Maps the name of a runtime pack that the build resolved to the one that is in the program.</summary>
    string RuntimeOf(string pack);
}
