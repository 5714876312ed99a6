using System.Security.Cryptography;
using System.Text;

namespace Zot.Metadata.Sqlite;

/// <summary>
/// Identifies the first layers of an image: images with the same first n layers have the same n-th hash.
/// </summary>
internal static class LayerChain
{
    // An image with more layers than any container engine supports has no base.
    private const int MaxLength = 1024;

    // A shorter hash could be found a second time on purpose.
    private const int HashLength = 16;

    /// <summary>Returns the hashes of the first layer, the first two, and so on; empty if there are too many.</summary>
    internal static IReadOnlyList<byte[]> Of(ManifestRecord image)
    {
        if (image.Layers.Count > MaxLength)
        {
            return [];
        }

        List<byte[]> chain = [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var layer in image.Layers)
        {
            hash.AppendData(Encoding.ASCII.GetBytes($"{layer.Digest}\n"));
            chain.Add(hash.GetCurrentHash()[..HashLength]);
        }

        return chain;
    }
}
