namespace Zot.Storage.Tests.Model;

/// <summary>Bytes that one or more repositories share.</summary>
internal sealed class ModelFile(DateTimeOffset time)
{
    internal DateTimeOffset Time { get; set; } = time;
}
