namespace Zot.Zli.Profiles;

/// <summary>A profile: the address of a registry, and how it is queried.</summary>
/// <param name="Name">The name.</param>
/// <param name="Url">The address of the registry.</param>
/// <param name="ShowsSpinner">Indicates whether a spinner is shown.</param>
/// <param name="VerifiesTls">Indicates whether the certificate of the registry is verified.</param>
internal sealed record Profile(string Name, string Url, bool ShowsSpinner, bool VerifiesTls);
