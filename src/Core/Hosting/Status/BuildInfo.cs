namespace Zot.Hosting.Status;

/// <summary>The version, commit and extensions of this build.</summary>
/// <param name="ReleaseTag">The release: <c>v0.1.0</c>.</param>
/// <param name="Commit">The commit it was built from; <c>unknown</c> if the build did not specify it.</param>
/// <param name="BinaryType">The extensions: <c>-events-search</c>, with the hyphen in front, or <c>minimal</c>.</param>
/// <param name="Runtime">The platform it runs on.</param>
public sealed record BuildInfo(string ReleaseTag, string Commit, string BinaryType, string Runtime);
