namespace Zot.Registry;

/// <summary>
/// The exception thrown when the registry rejects a request. Any other exception from a registry is a bug or an I/O
/// error.
/// </summary>
public sealed class RegistryException(RegistryError error, RegistryErrorDetail detail, Exception? cause = null)
    : Exception(
        $"{error?.Message}: {detail?.Key} {detail?.Value}{(detail?.Reason is { } reason ? $" ({reason})" : "")}", cause)
{
    /// <summary>The error.</summary>
    public RegistryError Error { get; } = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>The detail of the error.</summary>
    public RegistryErrorDetail Detail { get; } = detail ?? throw new ArgumentNullException(nameof(detail));
}
