namespace Zot.Sbom;

/// <summary>Opens a published program in either of its forms.</summary>
internal static class PublishedProgram
{
    /// <summary>Opens a program.</summary>
    /// <param name="binary">The program.</param>
    /// <param name="evidence">The folder that the native compiler's lists are in; not used for a single-file bundle.</param>
    /// <exception cref="InvalidDataException">The file is neither a bundle nor a native program with its lists.</exception>
    public static IPublishedProgram Open(string binary, string evidence) =>
        SingleFile.TryRead(binary) ?? (IPublishedProgram)NativeProgram.Read(binary, evidence);
}
