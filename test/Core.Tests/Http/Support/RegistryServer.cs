using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zot.Auth;
using Zot.Auth.Basic;
using Zot.Configuration.Http;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Http;
using Zot.Http.Access;
using Zot.Http.Kestrel;
using Zot.Http.Routes;
using Zot.Registry;

namespace Zot.Core.Tests.Http.Support;

/// <summary>The HTTP pipeline of the registry on Kestrel, over a fake registry.</summary>
internal sealed class RegistryServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RegistryServer(WebApplication app, FakeRegistry registry, CollectedLogs logs)
    {
        _app = app;
        Registry = registry;
        Logs = logs;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(20) }) { BaseAddress = Address };
    }

    public FakeRegistry Registry { get; }

    public CollectedLogs Logs { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<RegistryServer> StartAsync(
        HttpOptions? options = null,
        IAccessPolicy? policy = null,
        IPasswordAuthenticator[]? authenticators = null,
        TimeProvider? time = null,
        Action<IServiceCollection>? configure = null,
        ExtensionRoute[]? routes = null)
    {
        var registry = new FakeRegistry();
        var logs = new CollectedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Information);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseLengthlessRequests()));
        builder.Services.AddSingleton<IRegistry>(registry);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        if (policy is not null)
        {
            builder.Services.AddSingleton<CurrentAccessPolicy>(() => policy);
        }

        if (authenticators is not null)
        {
            builder.Services.AddSingleton<IAuthenticator>(new BasicAuthenticator(authenticators));
        }

        if (routes is not null)
        {
            builder.Services.AddSingleton(new RouteTable(routes));
            builder.Services.AddSingleton(new BuildInfo("v1.2.3", "abc", "-mgmt", ".NET"));
        }

        var current = options ?? new HttpOptions();
        builder.Services.AddZotHttp(() => current);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseZotHttp();
        await app.StartAsync();
        return new RegistryServer(app, registry, logs);
    }

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Client.SendAsync(request);
    }

    /// <summary>
    /// Sends raw bytes and returns the head of the response; an empty string if the server closes the connection.
    /// </summary>
    public Task<string> SendRawAsync(string request) => SendRawAsync(Encoding.UTF8.GetBytes(request));

    /// <summary>Sends each character as one byte.</summary>
    public Task<string> SendLatin1Async(string request) => SendRawAsync(Encoding.Latin1.GetBytes(request));

    private async Task<string> SendRawAsync(byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(request);
        var head = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)
                && await stream.ReadAsync(buffer) is var read and > 0)
            {
                head.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server has aborted the connection.
        }

        return head.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
