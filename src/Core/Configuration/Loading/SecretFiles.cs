using Zot.Configuration.Binding;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>
/// The files named by keys such as <c>credentialsFile</c>. Each is read once and remains in the tree.
/// </summary>
/// <remarks>
/// The content is stored in the tree beside the key, so that a part of the tree can be kept as a whole across a reload.
/// </remarks>
internal sealed class SecretFiles(string? folder, Placeholders placeholders)
{
    // This character cannot occur in the keys of a file.
    private const char ContentMark = '\u0001';

    /// <summary>Returns whether a key of the tree holds the content of a file.</summary>
    public static bool IsContent(string key) => key.StartsWith(ContentMark);

    /// <summary>Returns the content of a file; <see langword="null"/>, and an error, if it cannot be read.</summary>
    public ConfigMap? Open(ConfigMap given, string key, string path, string keyPath, Diagnostics findings)
    {
        if (given.Find(ContentMark + key) is ConfigMap known)
        {
            return known;
        }

        try
        {
            var file = FilePath.Resolve(path, folder);
            var content = ConfigText.Parse(findings.ReadFile(file), file, findings, mayGuess: false);
            if (content.Count == 0)
            {
                throw new ConfigTextException("the file is empty");
            }

            given[ContentMark + key] = placeholders.Fill(content, findings);
            return (ConfigMap?)given.Find(ContentMark + key);
        }
        catch (Exception fault) when (fault is ConfigTextException or IOException or UnauthorizedAccessException)
        {
            findings.Error(
                keyPath,
                $"is '{path}', but must name a file that can be read: {fault.Message}",
                "failed to load secret file");
            return null;
        }
    }
}
