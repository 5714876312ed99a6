namespace Zot.Hosting.Status;

/// <summary>
/// Reports the state of an extension's components, for <c>zot status</c> and <c>GET /v2/_zot/status</c>.
/// </summary>
public interface IStatusSource
{
    /// <summary>Reads the state of each item.</summary>
    /// <remarks>An exception is reported in place of the items; the other sources are still shown.</remarks>
    IReadOnlyList<StatusItem> Read();
}
