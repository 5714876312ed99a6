namespace Zot.Benchmarks.Comparison;

/// <summary>All rows of the table, in order.</summary>
/// <remarks>
/// The goals are twice the results of zot 2.1.20 relative to docker-registry 2.8.2, and half its memory and size.
/// </remarks>
internal static class Rows
{
    internal static readonly Row ManifestGet =
        new("manifest GET by tag", "requests/s") { CpuUnit = "µs", AtLeast = 30 };

    internal static readonly Row SmallBlobGet =
        new("blob GET, 4 KiB", "requests/s") { CpuUnit = "µs", AtLeast = 34 };

    internal static readonly Row BlobGet =
        new("blob GET, 1 MiB", "MiB/s") { CpuUnit = "s/GiB", AtLeast = 15.2 };

    internal static readonly Row LargeBlobGet =
        new("blob GET, 100 MiB, 1 client", "MiB/s") { CpuUnit = "s/GiB", AtLeast = 2.0, AtLeastNginx = true };

    internal static readonly Row LargeBlobPut =
        new("blob PUT, 100 MiB, 1 client", "MiB/s") { CpuUnit = "s/GiB", AtLeast = 5.4 };

    internal static readonly Row LargeBlobPatch =
        new("blob PATCH, 100 MiB, 1 client", "MiB/s") { CpuUnit = "s/GiB", AtLeast = 5.4 };

    internal static readonly Row ManifestGetByFew =
        new("manifest GET by tag, 16 clients", "requests/s") { CpuUnit = "µs", AtLeast = 30 };

    internal static readonly Row Push =
        new("image push, 1 client", "pushes/s") { CpuUnit = "ms", AtLeast = 4.8 };

    internal static readonly Row ParallelPush =
        new("image push, 8 clients", "pushes/s") { CpuUnit = "ms", AtLeast = 4.8 };

    internal static readonly Row TagList =
        new("tags list, many tags", "lists/s") { CpuUnit = "ms", AtLeast = 28 };

    internal static readonly Row PushAmongMany =
        new("image push among many tags", "pushes/s") { CpuUnit = "ms", AtLeast = 4.8 };

    internal static readonly Row ManifestGetAmongMany =
        new("manifest GET among many tags", "requests/s") { CpuUnit = "µs", AtLeast = 30 };

    internal static readonly Row Catalog =
        new("catalog, many repositories", "walks/s") { CpuUnit = "ms", AtLeast = 2.4 };

    internal static readonly Row Start = new("start to first 200, empty", "ms") { CpuUnit = "ms", AtMost = 58 };

    internal static readonly Row StartWithMany =
        new("start, many repositories", "ms") { CpuUnit = "ms", AtMost = 58 };

    internal static readonly Row IdleMemory = new("memory (RSS), idle", "MiB") { AtMost = 35 };

    internal static readonly Row LoadedMemory = new("memory (RSS), after load", "MiB") { AtMost = 53 };

    internal static readonly Row Size = new("size of the binary", "MB") { AtMost = 42 };

    internal static readonly IReadOnlyList<Row> All =
    [
        ManifestGet, ManifestGetByFew, SmallBlobGet, BlobGet, LargeBlobGet, LargeBlobPut, LargeBlobPatch, Push, ParallelPush, TagList, PushAmongMany,
        ManifestGetAmongMany, Catalog, Start, StartWithMany, IdleMemory, LoadedMemory, Size,
    ];

    /// <summary>
    /// The operations whose cost must not grow with a repository: the row with many, and the row to compare it with.
    /// </summary>
    internal static readonly IReadOnlyList<(Row Many, Row Few, double AtMost)> Growth =
    [
        (PushAmongMany, Push, 1.2),
        (ManifestGetAmongMany, ManifestGet, 1.05),
    ];
}
