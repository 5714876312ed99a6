#if EXT_EVENTS
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Model;
using Zot.Extensions.Events.Sinks;
using Zot.Hosting;

namespace Zot.Extensions.Tests.Events.Sinks;

public sealed class NotificationFilterTests
{
    private const string OctetStream = "application/octet-stream";

    private static readonly RegistryEvent Manifest = SomeEvents.Push("1");
    private static readonly RegistryEvent Blob = SomeEvents.Push("2") with { Kind = EventKind.BlobPulled, Tag = null };
    private static readonly RegistryEvent Deleted = SomeEvents.Push("3") with { Kind = EventKind.ManifestDeleted, Tag = null };

    // Nothing, another type, both types, an action alone, both; also with the older spelling.
    public static TheoryData<string[], string[], string[], bool, bool, bool> Upstreams { get; } = new()
    {
        { [], [], [], true, true, true },
        { ["text/plain"], [], [], true, true, true },
        { [OctetStream], [], [], true, false, true },
        { [], [OctetStream], [], true, false, true },
        { [SomeEvents.Manifest.MediaType], [OctetStream], [], false, false, true },
        { [], [], ["pull"], true, false, true },
        { [], [], ["push", "delete"], false, true, false },
        { [OctetStream], [], ["delete"], true, false, false },
    };

    [Theory]
    [MemberData(nameof(Upstreams))]
    public void Ignore_by_media_type_or_action_matches_upstream(
        string[] mediaTypes, string[] older, string[] actions, bool manifest, bool blob, bool deleted)
    {
        var filter = new NotificationFilter(new NotificationEndpointOptions
        {
            IgnoredMediaTypes = older,
            Ignore = new NotificationFilterOptions { MediaTypes = mediaTypes, Actions = actions },
        });

        Assert.Equal((manifest, blob, deleted), (filter.Wants(Manifest), filter.Wants(Blob), filter.Wants(Deleted)));
    }

    [Theory]
    [InlineData("repositories", "team/**", true)]
    [InlineData("repositories", "team/*", true)]
    [InlineData("repositories", "team", false)]
    [InlineData("repositories", "other/**", false)]
    [InlineData("tags", "1.4.0", true)]
    [InlineData("tags", "1.*", true)]
    [InlineData("tags", "2.*", false)]
    [InlineData("mediatypes", "application/vnd.oci.*", true)]
    [InlineData("mediatypes", "application/vnd.docker.*", false)]
    [InlineData("actions", "push", true)]
    [InlineData("actions", "pull", false)]
    [InlineData("methods", "PUT", true)]
    [InlineData("methods", "HEAD", false)]
    [InlineData("useragents", "docker/*", true)]
    [InlineData("useragents", "podman*", false)]
    [InlineData("actors", "ci-bot", true)]
    [InlineData("actors", "alice", false)]
    public void Each_kind_of_pattern_includes_and_ignores(string kind, string pattern, bool fits)
    {
        var options = Of(kind, pattern);

        Assert.Equal(fits, new NotificationFilter(new NotificationEndpointOptions { Include = options }).Wants(Manifest));
        Assert.Equal(!fits, new NotificationFilter(new NotificationEndpointOptions { Ignore = options }).Wants(Manifest));
    }

    [Fact]
    public void Include_of_media_types_keeps_deletes() => Assert.True(
        new NotificationFilter(new NotificationEndpointOptions { Include = Of("mediatypes", OctetStream) }).Wants(Deleted));

    [Fact]
    public void Include_of_several_kinds_requires_all_of_them()
    {
        var include = Of("repositories", "team/**") with { Actors = ["alice"] };

        Assert.False(new NotificationFilter(new NotificationEndpointOptions { Include = include }).Wants(Manifest));
    }

    [Fact]
    public void Invalid_glob_fails_the_start()
    {
        var endpoint = new NotificationEndpoint(new NotificationEndpointOptions { Include = Of("repositories", "a[") }, "endpoints[0]");

        Assert.StartsWith("endpoints[0]: include.repositories", Assert.Throws<StartupException>(endpoint.Filter).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca", "endpoints[0].tls.ca is '/nowhere/ca.pem', but must name a file with PEM certificates")]
    [InlineData("cert", "endpoints[0].tls.cert is '/nowhere/c.pem with /nowhere/k.pem', but must name a PEM certificate and its key")]
    public void Unreadable_tls_file_fails_the_start(string file, string message)
    {
        var tls = file == "ca"
            ? new NotificationTlsOptions { Ca = "/nowhere/ca.pem" }
            : new NotificationTlsOptions { Cert = "/nowhere/c.pem", Key = "/nowhere/k.pem" };
        var endpoint = new NotificationEndpoint(new NotificationEndpointOptions { Tls = tls }, "endpoints[0]");

        Assert.StartsWith(message, Assert.Throws<StartupException>(endpoint.Tls).Message, StringComparison.Ordinal);
    }

    private static NotificationFilterOptions Of(string kind, string pattern) => kind switch
    {
        "repositories" => new NotificationFilterOptions { Repositories = [pattern] },
        "tags" => new NotificationFilterOptions { Tags = [pattern] },
        "mediatypes" => new NotificationFilterOptions { MediaTypes = [pattern] },
        "actions" => new NotificationFilterOptions { Actions = [pattern] },
        "methods" => new NotificationFilterOptions { Methods = [pattern] },
        "useragents" => new NotificationFilterOptions { UserAgents = [pattern] },
        _ => new NotificationFilterOptions { Actors = [pattern] },
    };
}
#endif
