namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>The content of a blob, shared by one or more repositories.</summary>
internal sealed class ModelFile(DateTimeOffset time)
{
    internal DateTimeOffset Time { get; set; } = time;
}
