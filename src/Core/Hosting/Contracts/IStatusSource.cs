namespace Zot.Hosting;

/// <summary>Reports what an extension keeps running, for <c>zot status</c> and <c>GET /v2/_zot/status</c>.</summary>
public interface IStatusSource
{
    /// <summary>Reads the state of each item.</summary>
    /// <remarks>An exception is reported in place of the items; the other sources are shown all the same.</remarks>
    IReadOnlyList<StatusItem> Read();
}
