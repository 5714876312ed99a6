using Zot.Hosting;

namespace Zot.Server.Parts;

/// <summary>All parts of the core. They use the same hook as extensions.</summary>
internal static class CoreParts
{
    /// <summary>The parts, in the order in which their jobs are listed.</summary>
    public static IReadOnlyList<IZotPart> All { get; } =
    [
        new StoragePart(),
        new LimitsPart(),
        new MetadataPart(),
        new UserFilesPart(),
        new SessionsPart(),
        new AuthenticationPart(),
        new StatusPart(),
    ];
}
