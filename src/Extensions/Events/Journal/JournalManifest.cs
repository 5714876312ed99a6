#if EXT_EVENTS
using System.Security.Cryptography;
using System.Text;

namespace Zot.Extensions.Events.Journal;

/// <summary>A manifest that is stored in the journal once, regardless of the number of its events.</summary>
/// <param name="Hash">The SHA-256 of the content, regardless of the digest that a client gave.</param>
/// <param name="Content">The content, in UTF-8.</param>
internal sealed record JournalManifest(byte[] Hash, byte[] Content)
{
    /// <summary>Prepares a manifest.</summary>
    public static JournalManifest Of(string manifest)
    {
        var content = Encoding.UTF8.GetBytes(manifest);
        return new JournalManifest(SHA256.HashData(content), content);
    }
}
#endif
