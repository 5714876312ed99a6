using Zot.Configuration.Http;

namespace Zot.Server.Tls;

/// <summary>Identifies a version of certificate and key, through symbolic links.</summary>
internal readonly record struct CertificateStamp(FileVersion Certificate, FileVersion Key)
{
    public static CertificateStamp Of(TlsOptions options) =>
        new(FileVersion.Of(options.Cert!), FileVersion.Of(options.Key!));
}
