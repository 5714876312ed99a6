using System.Globalization;

namespace Zot.BlackBox.Authorization;

/// <summary>The expected status codes: a row per route, a column per caller.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>free</c>: without authentication. <c>alone</c>: a user without access control.</item>
/// <item>With access control: <c>anon</c> is anonymous without rights, <c>publ</c> is anonymous with the right to read,
/// <c>wrong</c> has a wrong password, <c>eve</c> is a user without rights.</item>
/// <item><c>read</c> to <c>del</c>: users with one right: read (including metrics), create, update or delete.</item>
/// <item><c>group</c> is in a group with all of these rights, <c>admin</c> is in the admin policy, <c>cert</c> has the
/// certificate of a user with all rights, <c>cert0</c> that of a user without rights.</item>
/// <item>Some callers use a session instead of a password, as browsers do: <see cref="Sessions"/>.</item>
/// </list>
/// </remarks>
internal static class RouteTable
{
    private const string Core = """
        route                                                     free alone anon publ wrong  eve read creat updat  del group admin cert cert0
        GET     /livez                                             200  200  200  200   200  200  200   200   200  200   200   200  200   200
        GET     /readyz                                            200  200  200  200   200  200  200   200   200  200   200   200  200   200
        GET     /startupz                                          200  200  200  200   200  200  200   200   200  200   200   200  200   200
        GET     /v2/                                               200  200  401  200   401  200  200   200   200  200   200   200  200   200
        HEAD    /v2/                                               200  200  401  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/_catalog                                       200  200  401  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/_oci/ext/discover                              200  200  401  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/<name>/tags/list                               200  200  401  200   401  403  200   403   403  403   200   200  200   403
        GET     /v2/<name>/manifests/<tag>                         200  200  401  200   401  403  200   403   403  403   200   200  200   403
        GET     /v2/<name>/manifests/<digest>                      200  200  401  200   401  403  200   403   403  403   200   200  200   403
        HEAD    /v2/<name>/manifests/<tag>                         200  200  401  200   401  403  200   403   403  403   200   200  200   403
        HEAD    /v2/<name>/manifests/<digest>                      200  200  401  200   401  403  200   403   403  403   200   200  200   403
        PUT     /v2/<name>/manifests/<new-tag>                     201  201  401  401   401  403  403   201   403  403   201   201  201   403
        PUT     /v2/<name>/manifests/<tag>                         201  201  401  401   401  403  403   403   201  403   201   201  201   403
        PUT     /v2/<name>/manifests/<digest>                      201  201  401  401   401  403  403   201   403  403   201   201  201   403
        DELETE  /v2/<name>/manifests/<tag>                         202  202  401  401   401  403  403   403   403  202   202   202  202   403
        DELETE  /v2/<name>/manifests/<digest>                      202  202  401  401   401  403  403   403   403  202   202   202  202   403
        GET     /v2/<name>/blobs/<digest>                          200  200  401  200   401  403  200   403   403  403   200   200  200   403
        HEAD    /v2/<name>/blobs/<digest>                          200  200  401  200   401  403  200   403   403  403   200   200  200   403
        DELETE  /v2/<name>/blobs/<digest>                          202  202  401  401   401  403  403   403   403  202   202   202  202   403
        GET     /v2/<name>/referrers/<digest>                      200  200  401  200   401  403  200   403   403  403   200   200  200   403
        POST    /v2/<name>/blobs/uploads/                          202  202  401  401   401  403  403   202   403  403   202   202  202   403
        POST    /v2/<name>/blobs/uploads/?digest=<digest>          201  201  401  401   401  403  403   201   403  403   201   201  201   403
        POST    /v2/<name>/blobs/uploads/?mount=<digest>           201  201  401  401   401  403  403   202   403  403   201   201  201   403
        POST    /v2/<name>/blobs/uploads/?mount=<digest>&from=<other> 201 201 401 401   401  403  403   202   403  403   201   201  201   403
        GET     /v2/<name>/blobs/uploads/<id>                      204  204  401  204   401  403  204   403   403  403   204   204  204   403
        PATCH   /v2/<name>/blobs/uploads/<id>                      202  202  401  401   401  403  403   202   403  403   202   202  202   403
        PUT     /v2/<name>/blobs/uploads/<id>?digest=<digest>      201  201  401  401   401  403  403   201   403  403   201   201  201   403
        DELETE  /v2/<name>/blobs/uploads/<id>                      204  204  401  401   401  403  403   403   403  204   204   204  204   403
        GET     /v2/<name>/blobs/nonsense                          400  400  401  400   401  403  400   403   403  403   400   400  400   403
        DELETE  /v2/<name>/blobs/nonsense                          404  404  401  401   401  403  403   403   403  404   404   404  404   403
        GET     /v2/<name>/manifests/-nonsense                     404  404  401  404   401  403  404   403   403  403   404   404  404   403
        PUT     /v2/<name>/manifests/-nonsense                     400  400  401  401   401  403  403   400   403  403   400   400  400   403
        DELETE  /v2/<name>/manifests/-nonsense                     404  404  401  401   401  403  403   403   403  404   404   404  404   403
        GET     /v2/<name>/tags/list?n=nonsense                    400  400  401  400   401  403  400   403   403  403   400   400  400   403
        PATCH   /v2/<name>/blobs/uploads/nonsense                  404  404  401  401   401  403  403   404   403  403   404   404  404   403
        GET     /v2/Nonsense/tags/list                             404  404  404  404   404  404  404   404   404  404   404   404  404   404
        GET     /zot/auth/apikey                                   404  200  401  401   401  200  200   200   200  200   200   200  200   200
        POST    /zot/auth/apikey                                   404  400  401  401   401  400  400   400   400  400   400   400  400   400
        DELETE  /zot/auth/apikey                                   404  400  401  401   401  400  400   400   400  400   400   400  400   400
        DELETE  /zot/auth/apikey?id=nobodys                        404  200  401  401   401  200  200   200   200  200   200   200  200   200
        OPTIONS /zot/auth/apikey                                   204  204  204  204   204  204  204   204   204  204   204   204  204   204
        PUT     /zot/auth/apikey                                   405  405  405  405   405  405  405   405   405  405   405   405  405   405
        OPTIONS /v2/                                               204  204  204  204   204  204  204   204   204  204   204   204  204   204
        OPTIONS /v2/_catalog                                       204  204  204  204   204  204  204   204   204  204   204   204  204   204
        OPTIONS /v2/_oci/ext/discover                              204  204  204  204   204  204  204   204   204  204   204   204  204   204
        OPTIONS /v2/<name>/tags/list                               204  204  204  204   204  204  204   204   204  204   204   204  204   204
        OPTIONS /v2/<name>/manifests/<tag>                         204  204  204  204   204  204  204   204   204  204   204   204  204   204
        OPTIONS /v2/<name>/referrers/<digest>                      204  204  204  204   204  204  204   204   204  204   204   204  204   204
        OPTIONS /v2/<name>/blobs/<digest>                          405  405  405  405   405  405  405   405   405  405   405   405  405   405
        OPTIONS /v2/<name>/blobs/uploads/                          405  405  405  405   405  405  405   405   405  405   405   405  405   405
        OPTIONS /v2/<name>/blobs/uploads/<id>                      405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /v2/                                               405  405  405  405   405  405  405   405   405  405   405   405  405   405
        DELETE  /v2/_catalog                                       405  405  405  405   405  405  405   405   405  405   405   405  405   405
        PUT     /v2/_oci/ext/discover                              405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /v2/<name>/tags/list                               405  405  405  405   405  405  405   405   405  405   405   405  405   405
        PATCH   /v2/<name>/manifests/<tag>                         405  405  405  405   405  405  405   405   405  405   405   405  405   405
        DELETE  /v2/<name>/referrers/<digest>                      405  405  405  405   405  405  405   405   405  405   405   405  405   405
        PUT     /v2/<name>/blobs/<digest>                          405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /v2/<name>/blobs/uploads/                          405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /v2/<name>/blobs/uploads/?from=<other>             405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /v2/<name>/blobs/uploads/<id>                      405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /v2/_zot/status                                    200  200  401  401   401  403  403   403   403  403   403   200  403   403
        GET     /v2/_zot/status/below/it                           200  200  401  401   401  403  403   403   403  403   403   200  403   403
        OPTIONS /v2/_zot/status                                    405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /v2/_zot/status                                    405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /v2/_zot/statusx                                   404  404  404  404   404  404  404   404   404  404   404   404  404   404
        GET     /                                                  404  404  404  404   404  404  404   404   404  404   404   404  404   404
        GET     /v2/<name>                                         404  404  404  404   404  404  404   404   404  404   404   404  404   404
        GET     /v2/_nothing/at/all                                404  404  404  404   404  404  404   404   404  404   404   404  404   404
        """;

    // The routes that extensions and their stubs add.
    private const string Twins = """
        route                                                     free alone anon publ wrong  eve read creat updat  del group admin cert cert0
        GET     /metrics                                           200  200  401  200   401  403  200   403   403  403   403   403  403   403
        GET     /metrics?name=zot_info                             200  200  401  200   401  403  200   403   403  403   403   403  403   403
        GET     /metrics/below/it                                  200  200  401  200   401  403  200   403   403  403   403   403  403   403
        OPTIONS /metrics                                           405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /metrics                                           405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /metricsx                                          404  404  404  404   404  404  404   404   404  404   404   404  404   404
        """;

    // The routes that only the extensions of a full build add.
    private const string Extensions = """
        route                                                     free alone anon publ wrong  eve read creat updat  del group admin cert cert0
        GET     /v2/_zot/ext/events                                200  200  401  401   401  403  403   403   403  403   403   200  403   403
        GET     /v2/_zot/ext/events/sinks                          200  200  401  401   401  403  403   403   403  403   403   200  403   403
        GET     /v2/_zot/ext/events/deadletters?sink=hook          200  200  401  401   401  403  403   403   403  403   403   200  403   403
        GET     /v2/_zot/ext/events/nothing                        404  404  401  401   401  403  403   403   403  403   403   404  403   403
        POST    /v2/_zot/ext/events                                404  404  401  401   401  403  403   403   403  403   403   404  403   403
        POST    /v2/_zot/ext/events/replay?sink=hook               400  400  401  401   401  403  403   403   403  403   403   400  403   403
        POST    /v2/_zot/ext/events/deadletters/replay?sink=hook   202  202  401  401   401  403  403   403   403  403   403   202  403   403
        POST    /v2/_zot/ext/events/ping?sink=hook                 502  502  401  401   401  403  403   403   403  403   403   502  403   403
        POST    /v2/_zot/ext/events/ping?sink=nobody               404  404  401  401   401  403  403   403   403  403   403   404  403   403
        DELETE  /v2/_zot/ext/events                                404  404  401  401   401  403  403   403   403  403   403   404  403   403
        DELETE  /v2/_zot/ext/events/deadletters                    400  400  401  401   401  403  403   403   403  403   403   400  403   403
        DELETE  /v2/_zot/ext/events/deadletters?sink=hook          200  200  401  401   401  403  403   403   403  403   403   200  403   403
        OPTIONS /v2/_zot/ext/events                                204  204  204  204   204  204  204   204   204  204   204   204  204   204
        PUT     /v2/_zot/ext/events                                405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /v2/_zot/ext/events/stream                         200  200  401  200   401  200  200   200   200  200   200   200  200   200
        POST    /v2/_zot/ext/events/stream                         405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /v2/_zot/ext/mgmt                                  200  200  200  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/_zot/ext/mgmt?resource=config                  200  200  401  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/_zot/ext/mgmt/                                 200  200  401  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/_zot/ext/mgmt/below/it                         200  200  401  200   401  200  200   200   200  200   200   200  200   200
        OPTIONS /v2/_zot/ext/mgmt                                  204  204  204  204   204  204  204   204   204  204   204   204  204   204
        OPTIONS /v2/_zot/ext/mgmt/below/it                         204  204  204  204   204  204  204   204   204  204   204   204  204   204
        POST    /v2/_zot/ext/mgmt                                  405  405  405  405   405  405  405   405   405  405   405   405  405   405
        DELETE  /v2/_zot/ext/mgmt/below/it                         405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /v2/_zot/ext/mgmtx                                 404  404  404  404   404  404  404   404   404  404   404   404  404   404
        GET     /v2/_zot/ext/search?query={__typename}             200  200  401  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/_zot/ext/search/below?query={__typename}       200  200  401  200   401  200  200   200   200  200   200   200  200   200
        GET     /v2/_zot/ext/search                                422  422  401  422   401  422  422   422   422  422   422   422  422   422
        POST    /v2/_zot/ext/search                                400  400  401  400   401  400  400   400   400  400   400   400  400   400
        OPTIONS /v2/_zot/ext/search                                204  204  204  204   204  204  204   204   204  204   204   204  204   204
        PUT     /v2/_zot/ext/search                                405  405  405  405   405  405  405   405   405  405   405   405  405   405
        GET     /v2/_zot/ext/sync                                  200  200  401  401   401  403  403   403   403  403   403   200  403   403
        GET     /v2/_zot/ext/sync/nothing                          404  404  401  401   401  403  403   403   403  403   403   404  403   403
        POST    /v2/_zot/ext/sync                                  404  404  401  401   401  403  403   403   403  403   403   404  403   403
        POST    /v2/_zot/ext/sync/events                           400  400  401  401   401  403  403   403   403  403   403   400  403   403
        OPTIONS /v2/_zot/ext/sync                                  204  204  204  204   204  204  204   204   204  204   204   204  204   204
        PUT     /v2/_zot/ext/sync                                  405  405  405  405   405  405  405   405   405  405   405   405  405   405
        PUT     /v2/_zot/ext/userprefs                             400  400  401  400   401  400  400   400   400  400   400   400  400   400
        PUT     /v2/_zot/ext/userprefs?action=toggle&repo=<other>  400  400  401  400   401  400  400   400   400  400   400   400  400   400
        PUT     /v2/_zot/ext/userprefs?action=toggleBookmark&repo=<other> 403 200 401 403 401 403 200   403   403  403   200   200  200   403
        PUT     /v2/_zot/ext/userprefs?action=toggleStar&repo=nobodys 403 404 401 403   401  403  404   403   403  403   404   404  404   403
        PUT     /v2/_zot/ext/userprefs?action=toggleStar&repo=<name> 403 200 401  403   401  403  200   403   403  403   200   200  200   403
        PUT     /v2/_zot/ext/userprefs?action=toggleStar&repo=Nonsense 404 404 401 404  401  404  404   404   404  404   404   404  404   404
        OPTIONS /v2/_zot/ext/userprefs                             204  204  204  204   204  204  204   204   204  204   204   204  204   204
        GET     /v2/_zot/ext/userprefs                             405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /v2/_zot/ext/userprefs                             405  405  405  405   405  405  405   405   405  405   405   405  405   405
        """;

    // These must be last, because they end the sessions.
    private const string Leaving = """
        route                                                     free alone anon publ wrong  eve read creat updat  del group admin cert cert0
        OPTIONS /zot/auth/logout                                   204  204  204  204   204  204  204   204   204  204   204   204  204   204
        GET     /zot/auth/logout                                   405  405  405  405   405  405  405   405   405  405   405   405  405   405
        POST    /zot/auth/logout                                   404  200  200  200   401  200  200   200   200  200   200   200  200   200
        """;

    // A caller with a session has the same access as with the password; with an ended session, anonymous access.
    private static readonly (string Caller, string As)[] Sessions =
        [("eve-session", "eve"), ("read-session", "read"), ("admin-session", "admin"), ("ended-session", "anon")];

    /// <summary>Returns the rows for a build; without an extension, its routes return 404 to all callers.</summary>
    public static IEnumerable<RouteRow> Of(string build)
    {
        var extensions = Read(Extensions);
        return
        [
            .. Read(Core), .. Read(Twins),
            .. build == "minimal" ? extensions.Select(row => row with { Answers = [.. row.Answers.Select(answer => (answer.Caller, 404))] }) : extensions,
            .. Read(Leaving),
        ];
    }

    /// <summary>Parses the rows of a table, with the callers of its first line.</summary>
    private static IEnumerable<RouteRow> Read(string table)
    {
        var lines = table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var callers = lines[0][1..];
        foreach (var line in lines[1..])
        {
            var answers = callers.Zip(line[2..], (caller, status) => (Caller: caller, Status: int.Parse(status, CultureInfo.InvariantCulture))).ToArray();
            yield return new RouteRow(
                line[0], line[1], [.. answers, .. Sessions.Select(session => (session.Caller, answers.Single(answer => answer.Caller == session.As).Status))]);
        }
    }
}
