#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Naming;
using Zot.Registry;

namespace Zot.Extensions.Tests.Sync.Naming;

public sealed class DockerHubTests
{
    [Theory]
    [InlineData("https://docker.io", "https://registry-1.docker.io/")]
    [InlineData("https://index.docker.io/v1/", "https://registry-1.docker.io/")]
    [InlineData("http://Registry-1.docker.io./library", "https://registry-1.docker.io/")]
    [InlineData("https://hub.docker.com/r/library", "https://registry-1.docker.io/")]
    [InlineData("https://docker.io.example.org/path?a=b#c", "https://docker.io.example.org/")]
    [InlineData("https://user:password@quay.io", "https://quay.io/")]
    [InlineData("http://127.0.0.1:5000/v2/", "http://127.0.0.1:5000/")]
    public void URL_is_normalized(string url, string expected) =>
        Assert.Equal(new Uri(expected), DockerHub.Normalize(new Uri(url)));

    [Theory]
    [InlineData("https://docker.io", "alpine", "library/alpine")]
    [InlineData("https://registry-1.docker.io", "alpine", "library/alpine")]
    [InlineData("https://docker.io", "library/alpine", "library/alpine")]
    [InlineData("https://docker.io", "grafana/loki", "grafana/loki")]
    [InlineData("https://quay.io", "alpine", "alpine")]
    public void One_component_is_completed_for_Docker_Hub_only(string url, string name, string expected) =>
        Assert.Equal(RepositoryName.Parse(expected), DockerHub.UpstreamName(new Uri(url), RepositoryName.Parse(name)));
}
#endif
