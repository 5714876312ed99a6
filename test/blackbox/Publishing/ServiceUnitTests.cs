namespace Zot.BlackBox.Publishing;

/// <summary>The systemd unit that is shipped with the binaries.</summary>
public sealed class ServiceUnitTests
{
    [Fact(Timeout = Limits.Test)]
    public async Task Unit_is_rated_OK_by_systemd_analyze()
    {
        // The threshold is ten times the exposure level: up to 3.0.
        var output = await Tool.RunAsync(
            "systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=30", RepositoryRoot.Combine("build", "zot.service"));

        Assert.Contains("OK", output, StringComparison.Ordinal);
    }
}
