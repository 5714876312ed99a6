using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Auth;

/// <summary>The request that a challenge answers.</summary>
/// <param name="Credentials">The credentials that the request carries.</param>
/// <param name="Repository">The repository; <see langword="null"/> if the request is not for one.</param>
/// <param name="Action">The right that the request requires; <see langword="null"/> without a repository.</param>
public sealed record ChallengeRequest(RequestCredentials Credentials, RepositoryName? Repository, AccessAction? Action);
