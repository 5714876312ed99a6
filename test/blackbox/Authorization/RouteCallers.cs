using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Authorization;

/// <summary>Servers with different access configurations, and the callers of <see cref="RouteTable"/>.</summary>
internal sealed class RouteCallers : IAsyncDisposable
{
    private const string Admin = "root";
    private const string Token = "eyJhbGciOiJub25lIn0.c2VjcmV0LXRva2Vu.c2lnbmF0dXJl";

    private static readonly string[] Everything = ["read", "create", "update", "delete"];

    // Users without a distinct password have the password of alice.
    private static readonly (string Name, string Line, string Password)[] Users =
    [
        ("alone", Htpasswd.Bob, "builder"), ("eve", Htpasswd.Carol, "singer"), ("reader", Htpasswd.Alice, "wonderland"),
        ("creator", Htpasswd.Alice, "wonderland"), ("updater", Htpasswd.Alice, "wonderland"),
        ("deleter", Htpasswd.Alice, "wonderland"), ("member", Htpasswd.Alice, "wonderland"),
        (Admin, Htpasswd.Bob, "builder"),
    ];

    private readonly Authority _authority = new();
    private readonly X509Certificate2 _server = ServerCertificate.Create();
    private readonly X509Certificate2 _holder;
    private readonly X509Certificate2 _stranger;
    private readonly List<ZotProcess> _servers = [];
    private readonly List<RegistryClient> _clients = [];
    private readonly List<string> _tickets = [];
    private readonly Dictionary<string, (RegistryClient Client, RouteRequest Request)> _callers = [];

    private RouteCallers()
    {
        _holder = _authority.Issue("CN=holder,O=Example");
        _stranger = _authority.Issue("CN=stranger,O=Example");
    }

    public static async Task<RouteCallers> StartAsync(string build)
    {
        var callers = new RouteCallers();
        await callers.StartAllAsync(build);
        return callers;
    }

    /// <summary>Sends the request of a row as a caller.</summary>
    public Task<int> SendAsync(RouteRow row, string caller) => _callers[caller].Request.SendAsync(row, _callers[caller].Client);

    /// <summary>Stops the servers.</summary>
    /// <returns>The log output of all servers, from the console and from files.</returns>
    public async Task<string> StopAsync()
    {
        await SendTokensAsync();
        var log = new List<string>();
        foreach (var server in _servers)
        {
            await server.StopAsync();
            log.Add(server.Log);
            log.AddRange(Directory.EnumerateFiles(server.Folder.Path, "*.log").Select(File.ReadAllText));
        }

        return string.Join('\n', log);
    }

    /// <summary>Returns all secrets that must not be logged.</summary>
    public IEnumerable<string> Secrets()
    {
        var keys = new[] { _server, _holder, _stranger }.Select(Authority.KeyOf)
            .SelectMany(pem => pem.Split('\n').Where(line => line.Length > 0 && line[0] != '-'));
        return
        [
            .. Users.SelectMany(user => new[] { user.Password, user.Line[(user.Line.IndexOf(':', StringComparison.Ordinal) + 1)..] }),
            .. Users.Select(user => Htpasswd.Basic(user.Name, user.Password)["Basic ".Length..]),
            "looking-glass", Htpasswd.Basic("reader", "looking-glass")["Basic ".Length..], Token, .. Token.Split('.').Skip(1), .. keys, .. _tickets,
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        X509Certificate2[] certificates = [_server, _holder, _stranger];
        Array.ForEach(certificates, certificate => certificate.Dispose());
        _authority.Dispose();
    }

    private async Task StartAllAsync(string build)
    {
        var free = await StartAsync(build, "free", (options, _) => EnableExtensions(options));
        var alone = await StartAsync(build, "alone", (options, folder) =>
        {
            AccessConfiguration.AddUsers(options, folder, Users.Select(user => (user.Name, user.Line)));
            options["http"]!["auth"]!["apikey"] = true;
            EnableExtensions(options);
        });
        var closed = await StartAsync(build, "closed", Close);
        var open = await StartAsync(build, "open", (options, folder) =>
        {
            Close(options, folder);
            AccessConfiguration.RepositoryOf(options, "**")["anonymousPolicy"] = AccessConfiguration.Texts("read");
            AccessConfiguration.AccessOf(options)["metrics"]!["anonymousPolicy"] = AccessConfiguration.Texts("read");
        });

        Add("free", free, null, null);
        Add("alone", alone, Htpasswd.Basic("alone", "builder"), null);
        Add("anon", closed, null, null);
        Add("publ", open, null, null);
        Add("wrong", closed, Htpasswd.Basic("reader", "looking-glass"), null);
        (string Caller, string User)[] users =
        [
            ("eve", "eve"), ("read", "reader"), ("creat", "creator"), ("updat", "updater"), ("del", "deleter"), ("group", "member"), ("admin", Admin),
        ];
        foreach (var (caller, user) in users)
        {
            Add(caller, closed, Authorization(user), null);
        }

        foreach (var (caller, user) in new[] { ("eve-session", "eve"), ("read-session", "reader"), ("admin-session", Admin), ("ended-session", "reader") })
        {
            Add(caller, closed, null, null, await LogInAsync(closed, user));
        }

        (await _callers["ended-session"].Client.PostAsync("/zot/auth/logout")).Expect(200);
        Add("cert", closed, null, _holder);
        Add("cert0", closed, null, _stranger);
    }

    private async Task<ZotProcess> StartAsync(string build, string name, Action<JsonObject, string> configure)
    {
        var server = await ZotProcess.StartAsync(
            build,
            (options, folder) =>
            {
                configure(options, folder);
                if (name != "closed")
                {
                    options["log"]!["output"] = Path.Combine(folder, "zot.log");
                }

                options["log"]!["audit"] = Path.Combine(folder, "audit.log");
            },
            _server);
        _servers.Add(server);
        return server;
    }

    private void Close(JsonObject options, string folder)
    {
        var tls = ServerCertificate.Write(_server, folder);
        tls["cacert"] = _authority.Write(folder);
        options["http"]!["tls"] = tls;
        AccessConfiguration.AddUsers(options, folder, Users.Select(user => (user.Name, user.Line)));
        options["http"]!["auth"]!["apikey"] = true;
        AccessConfiguration.Allow(options, "**", "reader", "read");
        AccessConfiguration.Allow(options, "**", "creator", "create");
        AccessConfiguration.Allow(options, "**", "updater", "update");
        AccessConfiguration.Allow(options, "**", "deleter", "delete");
        AccessConfiguration.Allow(options, "**", "holder", Everything);
        AccessConfiguration.AllowGroup(options, "**", "team", Everything);
        var access = AccessConfiguration.AccessOf(options);
        access["groups"] = new JsonObject { ["team"] = new JsonObject { ["users"] = AccessConfiguration.Texts("member") } };
        access["adminPolicy"] = AccessConfiguration.Policy("users", Admin, Everything);
        access["metrics"] = new JsonObject { ["users"] = AccessConfiguration.Texts("reader") };
        EnableExtensions(options);
    }

    // Enables all routes of extensions.
    private static void EnableExtensions(JsonObject options) => options["extensions"] = new JsonObject
    {
        ["metrics"] = new JsonObject { ["enable"] = true, ["prometheus"] = new JsonObject { ["path"] = "/metrics" } },
        ["search"] = new JsonObject { ["enable"] = true },
        ["ui"] = new JsonObject { ["enable"] = true },
        ["sync"] = new JsonObject { ["enable"] = true },

        // The receiver is unreachable.
        ["events"] = new JsonObject
        {
            ["enable"] = true,
            ["sinks"] = new JsonArray(new JsonObject { ["name"] = "hook", ["type"] = "http", ["address"] = "http://127.0.0.1:9/" }),
        },
    };

    private async Task<string> LogInAsync(ZotProcess server, string user)
    {
        using var client = new RegistryClient(server.Address, Authorization(user), _server);
        var answer = (await client.GetAsync("/v2/", ("X-ZOT-API-CLIENT", "zot-ui"))).Expect(200);
        var cookie = answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
        _tickets.Add(cookie["session=".Length..]);
        return cookie;
    }

    private void Add(string caller, ZotProcess server, string? authorization, X509Certificate2? shown, string? cookie = null)
    {
        var admin = server == _servers[0] ? null : Authorization(Admin);
        var client = new RegistryClient(server.Address, authorization, _server, shown, cookie);
        var preparer = new RegistryClient(server.Address, admin, _server);
        _clients.AddRange([client, preparer]);
        _callers[caller] = (client, new RouteRequest(preparer));
    }

    private async Task SendTokensAsync()
    {
        foreach (var server in _servers)
        {
            using var client = new RegistryClient(server.Address, $"Bearer {Token}", _server);
            await client.GetAsync("/v2/_catalog");
            await client.DeleteAsync("/v2/team/app/manifests/none");
        }
    }

    private static string Authorization(string name) =>
        Htpasswd.Basic(name, Users.Single(user => user.Name == name).Password);
}
