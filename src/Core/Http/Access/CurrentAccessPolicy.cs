using Zot.Auth;

namespace Zot.Http.Access;

/// <summary>Returns the access policy in force. A request calls it once and keeps the result.</summary>
public delegate IAccessPolicy CurrentAccessPolicy();
