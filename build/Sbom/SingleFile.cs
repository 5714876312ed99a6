using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Zot.Sbom;

/// <summary>A program that .NET has published as one file: the host, followed by every assembly.</summary>
/// <remarks>The format: dotnet/designs, <c>accepted/2020/single-file/bundler.md</c>, version 6 of the manifest.</remarks>
internal sealed class SingleFile : IPublishedProgram
{
    private const int Version = 6;

    // The host locates its manifest by this marker; the eight bytes before it are the offset.
    private static readonly byte[] Mark = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    private readonly byte[] _program;

    private readonly IReadOnlyList<BundledFile> _bundled;

    private SingleFile(byte[] program, IReadOnlyList<BundledFile> bundled)
    {
        (_program, _bundled) = (program, bundled);
        var list = bundled.FirstOrDefault(static file => file.Path.EndsWith(".deps.json", StringComparison.Ordinal))?.Path
            ?? throw new InvalidDataException("the bundle has no list of its libraries");
        Dependencies = Read(list);
        Files = new HashSet<string>(
            [.. bundled.Select(static file => Path.GetFileName(file.Path)), .. Resources.Of(Read(list.Replace(".deps.json", ".dll", StringComparison.Ordinal)))],
            StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlySet<string> Files { get; }

    /// <inheritdoc/>
    public byte[] Dependencies { get; }

    /// <summary>Reads a bundle; <see langword="null"/> for a file that is not one.</summary>
    /// <exception cref="InvalidDataException">The bundle has an unknown format.</exception>
    public static SingleFile? TryRead(string path)
    {
        var program = File.ReadAllBytes(path);
        var mark = program.AsSpan().IndexOf(Mark);
        var start = mark < sizeof(long) ? 0 : BitConverter.ToInt64(program, mark - sizeof(long));
        if (start <= 0 || start >= program.Length)
        {
            return null;
        }

        using var manifest = new BinaryReader(new MemoryStream(program, (int)start, program.Length - (int)start));
        var version = manifest.ReadUInt32();
        if (version != Version)
        {
            throw new InvalidDataException($"{path} has a manifest of version {version}; only {Version} is supported");
        }

        _ = manifest.ReadUInt32(); // the minor version
        var count = manifest.ReadInt32();
        _ = manifest.ReadString(); // the identity of the bundle
        _ = manifest.ReadBytes(4 * sizeof(long)); // the offsets and sizes of two of the files
        _ = manifest.ReadUInt64(); // flags
        return new SingleFile(program, [.. Enumerable.Range(0, count).Select(_ => ReadFile(manifest))]);
    }

    /// <inheritdoc/>
    public byte[] ReadAssembly(string name) => Read(name);

    /// <inheritdoc/>
    public IEnumerable<string> TypesOf(string assembly)
    {
        using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(Read(assembly)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(type => metadata.GetString(metadata.GetTypeDefinition(type).Name))];
    }

    /// <inheritdoc/>
    public string RuntimeOf(string pack) => pack;

    private byte[] Read(string path)
    {
        var file = _bundled.FirstOrDefault(file => file.Path == path) ?? throw new InvalidDataException($"the bundle has no {path}");
        if (file.PackedSize == 0)
        {
            return _program.AsSpan((int)file.Offset, (int)file.Size).ToArray();
        }

        using var packed = new DeflateStream(new MemoryStream(_program, (int)file.Offset, (int)file.PackedSize), CompressionMode.Decompress);
        using var content = new MemoryStream((int)file.Size);
        packed.CopyTo(content);
        return content.ToArray();
    }

    private static BundledFile ReadFile(BinaryReader manifest)
    {
        var (offset, size, packedSize) = (manifest.ReadInt64(), manifest.ReadInt64(), manifest.ReadInt64());
        _ = manifest.ReadByte(); // the kind
        return new BundledFile(manifest.ReadString(), offset, size, packedSize);
    }
}
