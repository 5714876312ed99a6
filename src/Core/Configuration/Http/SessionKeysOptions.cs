using System.Text;
using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The content of the file <c>http.auth.sessionKeysFile</c>. Both keys are secrets.</summary>
public sealed record SessionKeysOptions : ISection<SessionKeysOptions>
{
    /// <summary>The key that signs session cookies. Default: a new one at each start.</summary>
    public string? HashKey { get; init; }

    /// <summary>
    /// The key that encrypts session cookies: 16, 24 or 32 bytes. Default: cookies are not encrypted.
    /// </summary>
    public string? EncryptKey { get; init; }

    static SessionKeysOptions ISection<SessionKeysOptions>.Read(Section section)
    {
        var defaults = new SessionKeysOptions();
        return new SessionKeysOptions
        {
            HashKey = section.Secret(defaults.HashKey),
            EncryptKey = section.Secret(defaults.EncryptKey),
        };
    }

    void ISection<SessionKeysOptions>.Check(SectionRules rules)
    {
        var length = Encoding.UTF8.GetByteCount(EncryptKey ?? "");
        if (length is not (0 or 16 or 24 or 32))
        {
            rules.Fault(nameof(EncryptKey), $"has {length} bytes, but must have 16, 24 or 32");
        }
    }
}
