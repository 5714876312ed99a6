using System.Text;
using Xunit;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

[Collection(FuzzCollection.Name)]
[Trait("suite", "fuzz")]
public sealed class HttpFuzzTests
{
    private static readonly string Digest = Some.Digest("layer").ToString();

    private static readonly string[] Requests =
    [
        "GET /v2/", "GET /v2/_catalog?n=1&last=a", "GET /v2/fuzz/app/tags/list?n=10&last=known", "GET /v2/fuzz/app/manifests/known", "HEAD /v2/fuzz/app/manifests/known",
        $"GET /v2/fuzz/app/blobs/{Digest}", $"HEAD /v2/fuzz/app/blobs/{Digest}", $"GET /v2/fuzz/app/referrers/{Digest}?artifactType=a/b", $"DELETE /v2/fuzz/app/blobs/{Digest}",
        "DELETE /v2/fuzz/app/manifests/known", $"POST /v2/fuzz/app/blobs/uploads/?mount={Digest}&from=sound/image", "POST /v2/fuzz/app/blobs/uploads/", $"GET /v2/fuzz/app/blobs/uploads/{HttpTarget.Upload}",
        $"PATCH /v2/fuzz/app/blobs/uploads/{HttpTarget.Upload}", $"PUT /v2/fuzz/app/blobs/uploads/{HttpTarget.Upload}?digest={Digest}", $"DELETE /v2/fuzz/app/blobs/uploads/{HttpTarget.Upload}", "PUT /v2/fuzz/app/manifests/v1?tag=a",
        "OPTIONS /v2/_catalog", "GET /v2/_oci/ext/discover", "GET /livez", "GET /readyz", "GET /startupz", "GET /", "GET http://example.com/v2/", "OPTIONS *", "CONNECT example.com:443", "GET /v2/_zot/ext/mgmt",
        $"GET /v2/fuzz/app/referrers/{Digest}?n=1&last={Digest}", "POST /zot/auth/logout", "OPTIONS /zot/auth/apikey", "GET /metrics", "GET /v2/_zot/status", "PUT /v2/_zot/ext/userprefs?action=toggleStar&repo=fuzz/app",
        "GET /v2/_zot/ext/events", "GET /v2/_zot/ext/events/deadletters?sink=a&id=b", "GET /v2/_zot/ext/events/stream",
        "GET /\\example.com//x", "GET /v2/fuzz%2Fapp/tags/list", "GET /v2/fuzz/../fuzz/app/tags/list", "TRACE /v2/",
    ];

    private static readonly string[] Headers =
    [
        "Range: bytes=0-1,2-3,-1", "If-None-Match: \"a\", W/\"b\", *", "If-Match: *", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "Content-Range: 0-4", "Content-Length: 5", "Transfer-Encoding: chunked",
        "Expect: 100-continue", "Authorization: Basic YTpi", "Authorization: Bearer a.b.c", "Cookie: session=a; b", "Origin: http://example.com", "Access-Control-Request-Method: GET", "X-Forwarded-For: 192.0.2.1, ::1",
        "X-Forwarded-Proto: https", "X-Request-Id: a", "Accept: application/vnd.oci.image.index.v1+json;q=0.5, */*", $"Content-Type: {MediaTypes.OciManifest}; charset=utf-8", "User-Agent: docker/27", "Connection: Upgrade", "Upgrade: h2c",
        "Accept-Encoding: gzip", "Docker-Content-Digest: sha256:0", "Host: b", "Traceparent: 00-0-0-0", "OCI-Chunk-Min-Length: 1", "X-ZOT-API-CLIENT: zot-ui", "Last-Event-ID: 1", $"Authorization: {FuzzedRegistry.User}",
        $"Authorization: {FuzzedRegistry.Admin}", $"Cookie: session={HttpTarget.Ticket}; user=alice", "X-Real-IP: 192.0.2.1", "If-Range: \"a\"", "Docker-Upload-UUID: a", "Content-Encoding: gzip",
    ];

    // Requests of users and administrators.
    private static readonly (string Request, string Body)[] Logins =
    [
        ("GET /zot/auth/apikey", ""), ("DELETE /zot/auth/apikey?id=a", ""),
        ("POST /zot/auth/apikey", """{"label":"ci","scopes":["a"],"expirationDate":"2099-01-01T00:00:00Z"}"""),
        ("GET /v2/_zot/status", ""), ("GET /v2/_zot/ext/events/sinks", ""), ("GET /v2/_zot/ext/events/deadletters", ""), ("DELETE /v2/_zot/ext/events/deadletters?sink=a", ""),
        ("POST /v2/_zot/ext/events/replay?sink=hook&repository=fuzz/app&from=2026-01-01T00:00:00Z&fromSequence=1", ""), ("POST /v2/_zot/ext/events/ping?sink=none", ""), ("GET /v2/_zot/ext/events/stream", ""),
        ("PUT /v2/_zot/ext/userprefs?action=toggleBookmark&repo=fuzz/app", ""), ("GET /v2/fuzz/app/manifests/secret", ""), ("GET /v2/_catalog?n=1", ""),
    ];

    private static readonly string[] Words =
    [
        "%00", "%2f", "%2e%2e", "%ff", "%", "%c3%28", "\\", "é", "\u0001", "_", "-", "..", ";", ":", "@", "[::1]", "HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "?n=", "&n=-1", "&last=", "&digest=", "&mount=", "&from=",
        "0\r\n\r\n", "5\r\nlayer\r\n", "ffffffffffffffff\r\n", "sha256:", "sha512:", "blobs", "manifests", "uploads", "index.json", "bytes=", "18446744073709551616", "-", "q=", "=", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];

    private static readonly byte[][] Corpus =
    [
        .. Requests.Select(static request => Bytes($"{request} HTTP/1.1\r\nHost: a\r\n\r\n")),
        .. Requests.SelectMany(static (request, at) => Enumerable.Range(0, 3).Select(extra =>
            Bytes($"{request} HTTP/1.1\r\nHost: a\r\n{Headers[(at + extra) % Headers.Length]}\r\n{Headers[((at * 7) + extra) % Headers.Length]}\r\n\r\nlayer"))),
        .. Logins.SelectMany(static login => new[] { FuzzedRegistry.User, FuzzedRegistry.Admin }.Select(user =>
            Bytes($"{login.Request} HTTP/1.1\r\nHost: a\r\nAuthorization: {user}\r\nContent-Length: {login.Body.Length}\r\n\r\n{login.Body}"))),
        Bytes($"GET /v2/_zot/ext/userprefs HTTP/1.1\r\nHost: a\r\nX-ZOT-API-CLIENT: zot-ui\r\nCookie: session={HttpTarget.Ticket}; user=alice\r\n\r\n"),
        Bytes($"POST /zot/auth/logout HTTP/1.1\r\nHost: a\r\nX-ZOT-API-CLIENT: zot-ui\r\nCookie: session={HttpTarget.Ticket}\r\nContent-Length: 0\r\n\r\n"),
        Bytes($"GET /v2/ HTTP/1.1\r\nHost: a\r\nX-ZOT-API-CLIENT: zot-ui\r\nAuthorization: {FuzzedRegistry.User}\r\n\r\n"),
        Bytes($"PATCH /v2/fuzz/app/blobs/uploads/{HttpTarget.Upload} HTTP/1.1\r\nHost: a\r\nContent-Range: 0-4\r\nContent-Length: 5\r\n\r\nlayer"),
        Bytes($"PATCH /v2/fuzz/app/blobs/uploads/{HttpTarget.Upload} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nlayer\r\n0\r\n\r\n"),
        Bytes($"PUT /v2/fuzz/app/blobs/uploads/{HttpTarget.Upload}?digest={Digest} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nlayer"),
        Bytes($"PUT /v2/fuzz/app/manifests/{Some.Digest(Manifest)}?tag=a&tag=b HTTP/1.1\r\nHost: a\r\nAuthorization: {FuzzedRegistry.User}\r\nContent-Type: {MediaTypes.OciManifest}\r\nContent-Length: {Manifest.Length}\r\n\r\n{Manifest}"),
        Bytes("POST /v2/fuzz/app/blobs/uploads/ HTTP/1.0\r\n\r\n"),
        Bytes($"PUT /v2/fuzz/app/manifests/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: {MediaTypes.OciManifest}\r\nContent-Length: {Manifest.Length}\r\n\r\n{Manifest}"),
        Bytes($"POST /v2/fuzz/app/blobs/uploads/?digest={Digest} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nlayer\r\n0\r\n\r\n"),
        Bytes($"POST /v2/fuzz/app/blobs/uploads/?digest={Digest} HTTP/1.0\r\nContent-Length: 5\r\n\r\nlayer"),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray(),
        [0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03],
    ];

    private static string Manifest => Encoding.UTF8.GetString(Some.Image(layers: [Some.Layer("layer")]));

    [Fact]
    public Task Request_of_any_bytes_is_answered_or_closed_without_an_error_of_the_server() =>
        new Fuzzer("HTTP", Corpus, new Mutator([.. Headers.Select(static header => Bytes($"\r\n{header}")), .. Words.Select(Encoding.Latin1.GetBytes)]), HttpTarget.OpenAsync).RunAsync();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
