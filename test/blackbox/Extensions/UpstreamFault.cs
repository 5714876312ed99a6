namespace Zot.BlackBox.Extensions;

/// <summary>Defines how a proxy changes a response.</summary>
internal sealed record UpstreamFault
{
    /// <summary>The status in place of that of the registry.</summary>
    public int? Status { get; init; }

    /// <summary>Headers of the response, with <see cref="Status"/>.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The number of bytes of the body after which the connection is closed.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The number of bytes of the body after which the proxy waits for <see cref="Until"/>.</summary>
    public int? PauseAfter { get; init; }

    /// <summary>The end of the pause.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>Indicates whether the last byte of the body is changed.</summary>
    public bool Corrupts { get; init; }
}
