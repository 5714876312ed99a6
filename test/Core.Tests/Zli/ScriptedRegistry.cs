using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Web;
using Zot.Testing;

namespace Zot.Core.Tests.Zli;

/// <summary>A registry with scripted responses: by path, and by the name of a query of the search extension.</summary>
internal sealed class ScriptedRegistry : IDisposable
{
    public const string NameUnknown = """{"errors":[{"code":"NAME_UNKNOWN","message":"unknown"}]}""";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, ScriptedAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _credentials = new();

    public ScriptedRegistry()
    {
        Url = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = RunAsync();
    }

    public string Url { get; }

    /// <summary>The requests so far: method and path, or the text of the query.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The credentials of the requests so far.</summary>
    public IReadOnlyCollection<string> Credentials => _credentials;

    /// <summary>Sets the response to a path with its query.</summary>
    public ScriptedRegistry On(string path, string body, int status = 200, string type = "application/json", params (string, string)[] headers)
    {
        _answers[path] = new ScriptedAnswer(status, type, () => body, headers);
        return this;
    }

    /// <summary>Sets the response to a path, created for each request.</summary>
    public ScriptedRegistry OnPath(string path, Func<string> body) => OnQuery(path, body);

    /// <summary>Sets the response to a query of the search extension, created for each request.</summary>
    public ScriptedRegistry OnQuery(string name, Func<string> result)
    {
        _answers[name] = new ScriptedAnswer(200, "application/json", result, []);
        return this;
    }

    /// <summary>Sets the response to a query of the search extension.</summary>
    public ScriptedRegistry OnQuery(string name, string result) => OnQuery(name, () => $$$"""{"data":{"{{{name}}}":{{{result}}}}}""");

    /// <summary>Adds the search extension, as zot has it.</summary>
    public ScriptedRegistry WithSearch(string? schema = null)
    {
        On("/v2/_oci/ext/discover", """{"extensions":[{"name":"_zot","endpoints":["/v2/_zot/ext/search","/v2/_zot/ext/mgmt"]}]}""");
        return OnQuery("__schema", () => schema ?? SchemaText.Zot);
    }

    public void Dispose() => _listener.Close();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => Answer(context));
            }
        }
        catch (Exception cause) when (cause is HttpListenerException or ObjectDisposedException)
        {
            // The test ended.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        try
        {
            var (request, response) = (context.Request, context.Response);
            var query = request.Url!.AbsolutePath == "/v2/_zot/ext/search" ? HttpUtility.ParseQueryString(request.Url.Query)["query"] : null;
            _requests.Enqueue(query ?? $"{request.HttpMethod} {request.RawUrl}");
            _credentials.Enqueue(request.Headers["Authorization"] ?? "");
            var key = query?.Split(' ', '(')[1] ?? request.RawUrl!;
            var answer = _answers.GetValueOrDefault(key) ?? new ScriptedAnswer(404, "text/plain", static () => "404 page not found", []);
            response.StatusCode = answer.Status;
            response.ContentType = answer.Type;
            foreach (var (name, value) in answer.Headers)
            {
                response.Headers.Add(name, value);
            }

            if (request.HttpMethod != "HEAD")
            {
                response.OutputStream.Write(Encoding.UTF8.GetBytes(answer.Body()));
            }

            response.Close();
        }
        catch (Exception cause) when (cause is HttpListenerException or IOException or InvalidOperationException)
        {
            // The client disconnected.
        }
    }
}
