using System.Net;
using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>
/// The caller of an HTTP request. Authorizes the request again at its commit point, against the current users, policy
/// and tags rather than those at the time its head arrived.
/// </summary>
internal sealed class CommitCheck(CallerAccess call, HttpContext context) : CallContext
{
    private CallRequest? _request;

    /// <inheritdoc/>
    public override string? User => call.Access.IsAnonymous ? null : call.Access.Username;

    /// <inheritdoc/>
    public override CallRequest Request => _request ??= Describe();

    /// <summary>Creates the caller of an HTTP request.</summary>
    public static CommitCheck Of(HttpContext context) => new(CallerAccess.Of(context), context);

    /// <inheritdoc/>
    public override async ValueTask AuthorizeAsync(
        ManifestPush push, Func<Tag, bool> exists, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        var (caller, policy) = await RenewAsync();
        var question =
            call.Question(AccessAction.Create, push.Repository, push.Reference.ToString()) with { Caller = caller };
        foreach (var each in PushRights.Of(question, push.Reference, [.. push.AllTags], exists))
        {
            Demand(policy, each);
        }
    }

    /// <summary>Authorizes a request that does not depend on the content of the repository.</summary>
    /// <exception cref="RegistryException">The caller has lost the right or no longer exists.</exception>
    public async ValueTask AuthorizeAsync(RegistryRequest.InRepository request)
    {
        var (caller, policy) = await RenewAsync();
        var question = call.Question(request.Action, request.Repository, request.ReferenceInPath);
        Demand(policy, question with { Caller = caller });
    }

    /// <summary>Reauthenticates the caller.</summary>
    /// <exception cref="RegistryException">The credentials are no longer valid.</exception>
    public async ValueTask<(Identity Caller, IAccessPolicy Policy)> RenewAsync()
    {
        var found = await call.FindAgainAsync();
        return found.Caller is { } caller
            ? (CallerAccess.InGroups(caller, found.Policy), found.Policy)
            : throw RegistryError.Unauthorized.With(
                "path", context.Request.Path.Value ?? "", "the credentials are no longer valid");
    }

    /// <summary>Reauthenticates the user who sent the request.</summary>
    /// <returns>The user, with the current expiry of the credentials.</returns>
    /// <exception cref="RegistryException">The credentials are no longer valid, or belong to another user.</exception>
    public async ValueTask<Identity> RenewUserAsync()
    {
        var (user, _) = await RenewAsync();
        return !user.IsAnonymous && user.Name == call.Caller.Name
            ? user
            : throw RegistryError.Unauthorized.With(
                "path", context.Request.Path.Value ?? "", "the credentials are no longer valid");
    }

    private CallRequest Describe()
    {
        // The server's own request ids are not UUIDs; receivers of events expect one.
        if (!Guid.TryParse(context.TraceIdentifier, out _))
        {
            context.TraceIdentifier = Guid.NewGuid().ToString();
        }

        var (request, connection) = (context.Request, context.Connection);
        var peer = connection.RemoteIpAddress;
        var address = peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
        return new CallRequest(
            context.TraceIdentifier,
            address is null ? "" : new IPEndPoint(address, connection.RemotePort).ToString(),
            request.Host.Value ?? "",
            request.Method,
            request.Headers.UserAgent.ToString(),
            request.Scheme);
    }

    private static void Demand(IAccessPolicy policy, AccessRequest question)
    {
        if (policy.Decide(question) is { Allowed: false } denied)
        {
            throw AccessRequestFactory.Denial(question, denied);
        }
    }
}
