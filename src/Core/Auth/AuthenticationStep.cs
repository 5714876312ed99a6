namespace Zot.Auth;

/// <summary>The order of authenticators, from the first to be tried to the last.</summary>
public enum AuthenticationStep
{
    /// <summary>A token in <c>Authorization: Bearer</c>. Before passwords, which reject any other scheme.</summary>
    Token,

    /// <summary>A name and a password, or an API key, in <c>Authorization: Basic</c>.</summary>
    Password,

    /// <summary>A browser session.</summary>
    Session,

    /// <summary>A client certificate.</summary>
    Certificate,
}
