#if EXT_EVENTS
using System.Collections.Concurrent;
using System.Net.Security;
using NATS.Client.Core;
using NATS.NKeys;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Sinks;
using Zot.Testing;
using Zot.Testing.Nats;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>Tests the behavior of NATS.Net that the sink relies on: connections and credentials.</summary>
public sealed class NatsConnectionTests
{
    [Fact]
    public async Task Connect_without_a_server_fails()
    {
        var server = await NatsServer.StartAsync();
        await server.KillAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));

        await Assert.ThrowsAnyAsync<NatsException>(async () => await client.ConnectAsync());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Connect_uses_the_second_server_if_the_first_is_down()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options($"nats://127.0.0.1:1,{server.Url}"));

        await client.ConnectAsync();

        Assert.NotEmpty(client.ServerInfo!.Id);
    }

    [Fact]
    public async Task Connection_resubscribes_after_a_restart_of_the_server()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var seen = new ConcurrentQueue<string>();
        client.ConnectionDisconnected += (_, _) => Note("lost");
        client.ConnectionOpened += (_, _) => Note("open");
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("news");
        var before = client.ServerInfo!;

        await server.KillAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(seen.Contains("lost")), "the loss is detected");
        var meanwhile = client.PublishAsync("news", NatsClients.Bytes("meanwhile")).AsTask();
        await server.StartAgainAsync();
        await meanwhile;

        Assert.Equal("meanwhile", NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)));
        Assert.NotEqual(before.Id, client.ServerInfo!.Id);
        await Eventually.HoldsAsync(() => Task.FromResult(seen.Count == 3), "the new connection is reported");
        Assert.Equal(["open", "lost", "open"], seen);

        ValueTask Note(string what)
        {
            seen.Enqueue(what);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task Ping_on_a_lost_connection_fails()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url) with { PingInterval = TimeSpan.FromMilliseconds(50) });
        await client.ConnectAsync();
        var stop = new CancellationTokenSource();
        var pings = Task.Run(async () =>
        {
            while (true)
            {
                await client.PingAsync(stop.Token);
            }
        });

        await server.KillAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => pings.WaitAsync(TimeSpan.FromSeconds(120)));
    }

    [Fact]
    public async Task User_with_a_wrong_password_is_rejected_by_name()
    {
        await using var server = await NatsServer.StartAsync("authorization { user: u, password: right }");
        await using var client = new NatsConnection(NatsClients.Options(server, new() { Username = "u", Password = "not-the-secret" }));

        var refusal = await Assert.ThrowsAnyAsync<NatsException>(async () => await client.ConnectAsync());

        Assert.True(Assert.IsType<NatsServerException>(refusal.InnerException).IsAuthError);
        Assert.DoesNotContain("not-the-secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_with_the_right_password_is_accepted()
    {
        await using var server = await NatsServer.StartAsync("authorization { user: u, password: 'r:i@ght' }");
        await IsLetInAsync(NatsClients.Options(server, new() { Username = "u", Password = "r:i@ght" }));
        await IsLetInAsync(NatsClients.Options($"nats://u:r%3Ai%40ght@127.0.0.1:{server.Port}"));
    }

    [Fact]
    public async Task Right_token_is_accepted()
    {
        await using var server = await NatsServer.StartAsync("authorization { token: secret }");
        await IsLetInAsync(NatsClients.Options(server, new() { Token = "secret" }));
    }

    [Fact]
    public async Task Right_nkey_is_accepted_and_another_is_rejected()
    {
        var user = new NatsKey(PrefixByte.User);
        await using var server = await NatsServer.StartAsync($"authorization {{ users: [ {{ nkey: {user.Public} }} ] }}");
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder["right"], $"{user.Seed}\n{user.Public}\n");
        var other = new NatsKey(PrefixByte.User);
        await File.WriteAllTextAsync(folder["other"], $"{other.Seed}\n{other.Public}\n");
        await File.WriteAllTextAsync(folder["forged"], $"{other.Seed}\n{user.Public}\n");

        await IsLetInAsync(NatsClients.Options(server, new() { NKeyFile = folder["right"] }));
        await IsNotLetInAsync(NatsClients.Options(server, new() { NKeyFile = folder["other"] }));
        await IsNotLetInAsync(NatsClients.Options(server, new() { NKeyFile = folder["forged"] }));
        await IsNotLetInAsync(NatsClients.Options(server, new() { NKeyFile = folder["absent"] }));
    }

    [Fact]
    public async Task Right_credentials_file_is_accepted_and_another_is_rejected()
    {
        var (operatorKey, account, user) = (new NatsKey(PrefixByte.Operator), new NatsKey(PrefixByte.Account), new NatsKey(PrefixByte.User));
        await using var server = await NatsServer.StartAsync(
            $"operator: {operatorKey.Sign("operator", operatorKey)}\nresolver: MEMORY\n"
            + $"resolver_preload: {{ {account.Public}: {operatorKey.Sign("account", account)} }}");
        using var folder = new TemporaryDirectory();
        await WriteAsync(folder["right"], account.Sign("user", user), user.Seed);
        await WriteAsync(folder["forged"], account.Sign("user", user), new NatsKey(PrefixByte.User).Seed);

        await IsLetInAsync(NatsClients.Options(server, new() { File = folder["right"] }));
        await IsNotLetInAsync(NatsClients.Options(server, new() { File = folder["forged"] }));

        static Task WriteAsync(string file, string jwt, string seed) => File.WriteAllTextAsync(
            file,
            $"-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n"
            + $"-----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n");
    }

    [Fact]
    public async Task Tls_with_a_configured_authority_and_client_certificate_is_accepted()
    {
        using var certificates = new NatsCertificates();
        await using var server = await NatsServer.StartAsync(certificates.Configuration(verify: true));
        var tls = new EventSinkTlsOptions
        {
            CaCertFile = certificates.Authority,
            CertFile = certificates.Certificate("client"),
            KeyFile = certificates.Key("client"),
        };

        await IsLetInAsync(NatsClients.Options(server, tls: tls));
        await IsNotLetInAsync(NatsClients.Options(server, tls: tls with { CertFile = null, KeyFile = null }));
    }

    [Fact]
    public async Task Tls_with_an_unknown_authority_is_not_trusted()
    {
        using var certificates = new NatsCertificates();
        using var others = new NatsCertificates();
        await using var server = await NatsServer.StartAsync(certificates.Configuration());

        await IsNotLetInAsync(NatsClients.Options(server, tls: new() { CaCertFile = others.Authority }));
        await IsNotLetInAsync(NatsClients.Options(server.Url));
    }

    [Fact]
    public async Task Tls_with_a_server_without_tls_fails()
    {
        using var certificates = new NatsCertificates();
        await using var server = await NatsServer.StartAsync();

        await IsNotLetInAsync(NatsClients.Options(server, tls: new() { CaCertFile = certificates.Authority }));
        await IsNotLetInAsync(NatsClients.Options($"tls://127.0.0.1:{server.Port}"));
    }

    [Fact]
    public async Task Tls_handshake_first_works_through_a_terminating_proxy()
    {
        using var certificates = new NatsCertificates();
        await using var server = await NatsServer.StartAsync();
        await using var proxy = new TlsProxy(certificates, server.Port);

        await IsLetInAsync(
            NatsClients.Options(server, tls: new() { CaCertFile = certificates.Authority, HandshakeFirst = true }) with { Url = proxy.Url });
    }

    [Theory]
    [InlineData("nats://a:4222", TlsMode.Prefer)]
    [InlineData("a:4222", TlsMode.Prefer)]
    [InlineData("tls://a:4222", TlsMode.Require)]
    [InlineData("nats://a:4222, TLS://b:4222", TlsMode.Require)]
    public void Tls_is_required_by_the_address_or_by_files(string address, TlsMode expected)
    {
        using var certificates = new NatsCertificates();
        var options = new EventSinkOptions { Type = "nats", Address = address };

        Assert.Equal(expected, NatsSinkOpts.From(options).TlsOpts.Mode);
        Assert.Equal(expected, NatsSinkOpts.From(options with { TlsConfig = new() }).TlsOpts.Mode);
        Assert.Equal(
            TlsMode.Require, NatsSinkOpts.From(options with { TlsConfig = new() { CaCertFile = certificates.Authority } }).TlsOpts.Mode);
        Assert.Equal(TlsMode.Implicit, NatsSinkOpts.From(options with { TlsConfig = new() { HandshakeFirst = true } }).TlsOpts.Mode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tls_Addresses_in_the_certificate_of_the_server_are_never_contacted(bool hasOwnAuthority)
    {
        using var named = new CertificateAddress();
        using var authority = CertificateAddress.CreateAuthority();
        using var certificate = named.Issue(authority);
        using var certificates = new NatsCertificates();
        var tls = NatsSinkOpts.From(new EventSinkOptions
        {
            Type = "nats",
            Address = "tls://localhost",
            TlsConfig = hasOwnAuthority ? new() { CaCertFile = certificates.Authority } : null,
        }).TlsOpts;
        var client = new SslClientAuthenticationOptions { TargetHost = "localhost" };
        await tls.ConfigureClientAuthentication!(client);

        var isAccepted = await TlsHandshake.TryAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            },
            client,
            TestContext.Current.CancellationToken);

        Assert.False(isAccepted);
        Assert.False(named.IsContacted);
    }

    private static async Task IsLetInAsync(NatsOpts options)
    {
        await using var client = new NatsConnection(options);
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("in");

        await client.PublishAsync("in", NatsClients.Bytes("yes"));

        Assert.Equal("yes", NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)));
    }

    private static async Task IsNotLetInAsync(NatsOpts options)
    {
        await using var client = new NatsConnection(options);
        await Assert.ThrowsAnyAsync<NatsException>(async () => await client.ConnectAsync());
    }
}
#endif
