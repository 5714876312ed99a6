namespace Zot.Registry;

/// <summary>The registry refuses. Any other exception out of a registry is a bug or a broken disk.</summary>
public sealed class RegistryException(RegistryError error, RegistryErrorDetail detail)
    : Exception($"{error?.Message}: {detail?.Key} {detail?.Value}{(detail?.Reason is { } reason ? $" ({reason})" : "")}")
{
    /// <summary>The refusal.</summary>
    public RegistryError Error { get; } = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>What it is about.</summary>
    public RegistryErrorDetail Detail { get; } = detail ?? throw new ArgumentNullException(nameof(detail));
}
