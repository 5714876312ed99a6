using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertificateAddress = Zot.Testing.CertificateAddress;

namespace Zot.BlackBox.Authorization;

/// <summary>Client certificates: <c>http.tls.cacert</c> and <c>http.auth.mtls</c>.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private const string Path = "/v2/app/tags/list";

    private readonly Authority _authority = new();
    private readonly X509Certificate2 _server = ServerCertificate.Create();

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("1.1")]
    [BothBuilds("2.0")]
    public async Task Holder_of_certificate_has_the_rights_of_its_name(string build, string version)
    {
        await using var zot = await StartAsync(build, (options, _) => AccessConfiguration.Allow(options, "**", "ada", "read", "create"));
        using var ada = Show(zot, "CN=ada,O=Example", version);
        using var eve = Show(zot, "CN=eve,O=Example", version);

        for (var times = 0; times < 3; times++)
        {
            (await ada.PushAsync("app", Manifest.Image(), $"v{times}")).Expect(201);
            Assert.Equal(System.Version.Parse(version), (await ada.GetAsync(Path)).Expect(200).Version);
            (await eve.GetAsync(Path)).ExpectError(403, "DENIED");
        }

        (await zot.Client.GetAsync(Path)).Expect(401);
        (await zot.Client.GetAsync("/v2/")).Expect(401).ExpectHeader("WWW-Authenticate", "Basic realm=\"Authorization Required\"");
        (await zot.Client.GetAsync("/livez")).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Certificate_of_unknown_authority_fails_the_handshake(string build)
    {
        await using var zot = await StartAsync(build, (_, _) => { });
        using var other = new Authority();
        using var certificate = other.Issue("CN=ada");
        using var client = new RegistryClient(zot.Address, null, _server, certificate);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/livez"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Addresses_in_client_certificate_are_not_contacted(string build)
    {
        await using var zot = await StartAsync(build, (_, _) => { });
        using var named = new CertificateAddress();
        using var other = CertificateAddress.CreateAuthority();
        using var stranger = named.Issue(other);
        using var known = _authority.Issue("CN=ada");
        using var intruder = new RegistryClient(zot.Address, null, _server, stranger);
        using var client = new RegistryClient(zot.Address, null, _server, known);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => intruder.GetAsync("/livez"));

        (await client.GetAsync("/v2/")).Expect(200);
        Assert.False(named.IsContacted);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Password_is_ignored_if_only_certificates_are_configured(string build)
    {
        await using var zot = await StartAsync(build, (_, _) => { });
        using var certificate = _authority.Issue("CN=ada");
        using var shown = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wrong"), _server, certificate);
        using var notShown = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"), _server);

        (await shown.GetAsync("/v2/")).Expect(200);
        (await notShown.GetAsync("/v2/")).Expect(401);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Password_takes_precedence_over_certificate_without_fallback(string build)
    {
        await using var zot = await StartAsync(build, (options, folder) =>
        {
            AccessConfiguration.AddUsers(options, folder, ("alice", Htpasswd.Alice));
            AccessConfiguration.Allow(options, "**", "ada", "read");
        });
        using var certificate = _authority.Issue("CN=ada");
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"), _server, certificate);
        using var wrong = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wrong"), _server, certificate);
        using var nothing = new RegistryClient(zot.Address, Htpasswd.Basic("", ""), _server, certificate);

        (await alice.GetAsync(Path)).ExpectError(403, "DENIED");
        (await wrong.GetAsync(Path)).Expect(401);
        (await nothing.GetAsync(Path)).ExpectError(404, "NAME_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("CN=ada,O=Example", """["CN"]""", "ada")]
    [BothBuilds("CN=ada,OU=Test,OU=Build,O=\"Example, Inc.\",C=CH", """["Subject"]""", "CN=ada,OU=Build+OU=Test,O=Example\\, Inc.,C=CH")]
    [BothBuilds("CN=ada", """["Email"]""", "ada@example.org")]
    [BothBuilds("CN=ada", """["URI"]""", "build")]
    [BothBuilds("CN=ada", """["DNS"]""", "second.example.org")]
    [BothBuilds("O=Example", """["CommonName", "DN"]""", "O=Example")]
    public async Task User_name_is_read_from_configured_attribute(string build, string subject, string attributes, string name)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            var mtls = new JsonObject { ["identityAttributes"] = JsonNode.Parse(attributes) };
            if (attributes.Contains("URI", StringComparison.Ordinal))
            {
                mtls["uriSanPattern"] = "^spiffe://example[.]org/ns/([^/]+)/sa/.*$";
            }

            if (attributes.Contains("DNS", StringComparison.Ordinal))
            {
                // As in zot, an index of any kind requires URI in the list.
                mtls["identityAttributes"] = AccessConfiguration.Texts("DNS", "URI");
                mtls["dnsSanIndex"] = 1;
            }

            AccessConfiguration.AuthOf(options)["mtls"] = mtls;
            AccessConfiguration.Allow(options, "**", name, "read");
        });
        using var certificate = _authority.Issue(subject, names =>
        {
            names.AddDnsName("first.example.org");
            names.AddEmailAddress("ada@example.org");
            names.AddUri(new Uri("spiffe://example.org/ns/build/sa/ci"));
            names.AddDnsName("second.example.org");
        });
        using var client = new RegistryClient(zot.Address, null, _server, certificate);

        (await client.GetAsync(Path)).ExpectError(404, "NAME_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Certificate_without_name_is_rejected_until_the_attributes_are_reconfigured(string build)
    {
        await using var zot = await StartAsync(build, (_, _) => { });
        using var nameless = Show(zot, "O=Example");
        (await nameless.GetAsync("/v2/")).Expect(401);

        zot.Configure((options, _) => AccessConfiguration.AuthOf(options)["mtls"] =
            new JsonObject { ["identityAttributes"] = AccessConfiguration.Texts("CN", "Subject") });

        await Eventually.TrueAsync(async () => (await nameless.GetAsync("/v2/")).Status == 200, "the subject is the name");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Caller_without_certificate_has_anonymous_rights(string build)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            AccessConfiguration.RepositoryOf(options, "public/**")["anonymousPolicy"] = AccessConfiguration.Texts("read");
            AccessConfiguration.RepositoryOf(options, "**")["defaultPolicy"] = AccessConfiguration.Texts("read");
        });
        using var ada = Show(zot, "CN=ada");

        (await zot.Client.GetAsync("/v2/")).Expect(200);
        (await zot.Client.GetAsync("/v2/", ("User-Agent", "docker/27.3.1"))).Expect(200);
        (await zot.Client.GetAsync("/v2/public/app/tags/list")).ExpectError(404, "NAME_UNKNOWN");
        (await zot.Client.GetAsync(Path)).ExpectError(401, "UNAUTHORIZED");
        (await ada.GetAsync(Path)).ExpectError(404, "NAME_UNKNOWN");
        (await ada.GetAsync("/v2/public/app/tags/list")).ExpectError(403, "DENIED");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
    }

    private Task<ZotProcess> StartAsync(string build, Action<JsonObject, string> configure) => ZotProcess.StartAsync(
        build,
        (options, folder) =>
        {
            var tls = ServerCertificate.Write(_server, folder);
            tls["cacert"] = _authority.Write(folder);
            options["http"]!["tls"] = tls;
            configure(options, folder);
        },
        _server);

    private RegistryClient Show(ZotProcess zot, string subject, string version = "1.1") =>
        new(zot.Address, null, _server, _authority.Issue(subject)) { Version = System.Version.Parse(version) };
}
