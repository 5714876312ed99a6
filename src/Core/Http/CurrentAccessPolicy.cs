using Zot.Auth;

namespace Zot.Http;

/// <summary>Who may do what, as configured now. A request asks once and keeps the answer.</summary>
public delegate IAccessPolicy CurrentAccessPolicy();
