using System.IO.Compression;

namespace Zot.Sbom;

/// <summary>A program that .NET has published as one file: the host, and behind it every assembly.</summary>
/// <remarks>The format: dotnet/designs, <c>accepted/2020/single-file/bundler.md</c>, version 6 of the manifest.</remarks>
internal sealed class SingleFile
{
    private const int Version = 6;

    // The host finds its manifest by this mark; the eight bytes before it say where.
    private static readonly byte[] Mark = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    private readonly byte[] _program;

    private SingleFile(byte[] program, IReadOnlyList<BundledFile> files) => (_program, Files) = (program, files);

    /// <summary>What it holds.</summary>
    public IReadOnlyList<BundledFile> Files { get; }

    /// <summary>Reads a program.</summary>
    /// <exception cref="InvalidDataException">It is not published as one file, or in a form not known here.</exception>
    public static SingleFile Read(string path)
    {
        var program = File.ReadAllBytes(path);
        var mark = program.AsSpan().IndexOf(Mark);
        var start = mark < sizeof(long) ? 0 : BitConverter.ToInt64(program, mark - sizeof(long));
        if (start <= 0 || start >= program.Length)
        {
            throw new InvalidDataException($"{path} is not a program that was published as one file");
        }

        using var manifest = new BinaryReader(new MemoryStream(program, (int)start, program.Length - (int)start));
        var version = manifest.ReadUInt32();
        if (version != Version)
        {
            throw new InvalidDataException($"{path} has a manifest of version {version}; only {Version} is known");
        }

        _ = manifest.ReadUInt32(); // the minor version
        var count = manifest.ReadInt32();
        _ = manifest.ReadString(); // the identity of the bundle
        _ = manifest.ReadBytes(4 * sizeof(long)); // where two of the files lie
        _ = manifest.ReadUInt64(); // flags
        return new SingleFile(program, [.. Enumerable.Range(0, count).Select(_ => ReadFile(manifest))]);
    }

    /// <summary>The content of the file of that path; <see langword="null"/> when there is none.</summary>
    public byte[]? Find(string path)
    {
        if (Files.FirstOrDefault(file => file.Path == path) is not { } file)
        {
            return null;
        }

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
