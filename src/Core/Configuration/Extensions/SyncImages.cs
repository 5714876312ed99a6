using System.Text.RegularExpressions;

namespace Zot.Configuration.Extensions;

/// <summary>Validates images that a configuration names by digest.</summary>
internal static partial class SyncImages
{
    /// <summary>Returns whether a text is a repository and a digest: <c>name@sha256:…</c>.</summary>
    public static bool IsValid(string text) => Form().IsMatch(text);

    [GeneratedRegex(
        @"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*"
            + @"@(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
