using Zot.Configuration;

namespace Zot.Server.Tls;

/// <summary>What tells one version of certificate and key from the next, through symbolic links.</summary>
internal readonly record struct CertificateStamp(FileVersion Certificate, FileVersion Key)
{
    public static CertificateStamp Of(TlsOptions options) => new(FileVersion.Of(options.Cert!), FileVersion.Of(options.Key!));
}
