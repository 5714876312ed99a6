namespace Zot.Sbom;

/// <summary>Opens published programs of both forms.</summary>
internal static class PublishedProgram
{
    /// <summary>Opens a program.</summary>
    /// <param name="binary">The program.</param>
    /// <param name="evidence">The directory with the native compiler's output; unused for a bundle.</param>
    /// <exception cref="InvalidDataException">The file is neither a bundle nor a native program with evidence.</exception>
    public static IPublishedProgram Open(string binary, string evidence) =>
        SingleFile.TryRead(binary) ?? (IPublishedProgram)NativeProgram.Read(binary, evidence);
}
