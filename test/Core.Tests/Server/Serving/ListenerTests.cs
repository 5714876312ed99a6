using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Xunit;
using Zot.Client.Commands;
using Zot.Configuration.Http;
using Zot.Server.Serving;

namespace Zot.Core.Tests.Server.Serving;

public sealed class ListenerTests
{
    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:5000")]
    [InlineData("0.0.0.0", "http://0.0.0.0:5000")]
    [InlineData("::1", "http://[::1]:5000")]
    [InlineData("localhost", "http://127.0.0.1:5000")]
    public void Describe_returns_a_URL(string address, string url) =>
        Assert.Equal(url, Listener.Describe(new HttpOptions { Address = address, Port = 5000 }));

    [Fact]
    public void Empty_address_listens_on_all() =>
        Assert.Contains(Listener.EndPoint(new HttpOptions { Address = "" }).Address, new[] { IPAddress.Any, IPAddress.IPv6Any });

    [Fact]
    public void Unknown_host_name_is_rejected()
    {
        var refused = Assert.Throws<CommandException>(() => Listener.EndPoint(new HttpOptions { Address = "no-such-host.invalid" }));

        Assert.StartsWith("http.address is 'no-such-host.invalid', but", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_names_the_key_to_change()
    {
        var listener = new Listener(new HttpOptions { Address = "192.0.2.1", Port = 80 }, tls: null);

        Assert.Equal(
            "http.port is 80, but 192.0.2.1:80 is already in use",
            listener.Explain(new IOException("failed", new AddressInUseException("in use"))).Message);
        Assert.Equal(
            "http.port is 80, but the user has no permission to listen on it",
            listener.Explain(new SocketException((int)SocketError.AccessDenied)).Message);
        Assert.Equal(
            "http.address is '192.0.2.1', but it is not an address of this host",
            listener.Explain(new IOException("failed", new SocketException((int)SocketError.AddressNotAvailable))).Message);
    }
}
