namespace Zot.Sbom;

/// <summary>The relation of a library to the program.</summary>
internal enum LibraryKind
{
    /// <summary>A part of the product itself.</summary>
    Own,

    /// <summary>A package.</summary>
    Package,

    /// <summary>A part of the .NET runtime.</summary>
    Runtime,
}
