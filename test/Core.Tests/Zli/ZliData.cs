namespace Zot.Core.Tests.Zli;

/// <summary>Content of scripted registries.</summary>
internal static class ZliData
{
    public const string A = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string B = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    public const string C = "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
    public const string D = "sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";

    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>An image in the result of a query.</summary>
    public const string Image =
        $$"""
        {"RepoName":"team/app","Tag":"v1","Digest":"{{A}}","MediaType":"{{OciManifest}}","Manifests":[{"Digest":"{{A}}","ConfigDigest":"{{B}}","Size":"123445","Platform":{"Os":"linux","Arch":"amd64"},"IsSigned":true,"Layers":[{"Size":"1100","Digest":"{{C}}"}],"LastUpdated":"2026-01-02T03:04:05Z"}],"LastUpdated":"2026-01-02T03:04:05Z","Size":"123445","IsSigned":true}
        """;

    /// <summary>An index in the result of a query.</summary>
    public const string Index =
        $$"""
        {"RepoName":"team/multi","Tag":"latest","Digest":"{{D}}","MediaType":"{{OciIndex}}","Manifests":[{"Digest":"{{A}}","ConfigDigest":"{{B}}","Size":"5","Platform":{"Os":"linux","Arch":"amd64"},"IsSigned":false,"Layers":[]},{"Digest":"{{B}}","ConfigDigest":"{{C}}","Size":"12345678","Platform":{"Os":"linux","Arch":"arm/v7"},"IsSigned":false,"Layers":null}],"LastUpdated":null,"Size":"12345683","IsSigned":false}
        """;

    /// <summary>A list of vulnerabilities.</summary>
    public const string Cves =
        """
        {"Tag":"v1","CVEList":[{"Id":"CVE-2011-4915","Title":"fs/proc/base.c in the Linux kernel through 3.1 allows","Severity":"LOW","Description":"First line\nsecond \u001b[31mline","PackageList":[{"Name":"linux","PackagePath":"","InstalledVersion":"3.0","FixedVersion":"3.2"},{"Name":"perl","PackagePath":"/usr/bin/perl","InstalledVersion":"5","FixedVersion":""}]},{"Id":"CVE-1","Title":"Other","Severity":"HIGH","Description":"","PackageList":[]}],"Summary":{"Count":2,"UnknownCount":0,"LowCount":1,"MediumCount":0,"HighCount":1,"CriticalCount":0,"MaxSeverity":"HIGH"}}
        """;
}
