using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The credentials of the registry at a sink: the section <c>credentials</c>.</summary>
public sealed record EventSinkCredentialsOptions : ISection<EventSinkCredentialsOptions>
{
    /// <summary>The user name; takes precedence over <see cref="Token"/>. Default: none.</summary>
    public string? Username { get; init; }

    /// <summary>The password of the user. Default: none. A secret.</summary>
    public string? Password { get; init; }

    /// <summary>A bearer token, or a NATS token. Default: none. A secret.</summary>
    public string? Token { get; init; }

    /// <summary>A credentials file, for NATS; takes precedence over user name and password. Default: none.</summary>
    public string? File { get; init; }

    /// <summary>
    /// A file with the seed of a user's NKey and its public key, each on its own line (<c>nk -gen user -pubout</c>),
    /// for NATS; takes precedence over user name and password. Default: none.
    /// </summary>
    public string? NKeyFile { get; init; }

    static EventSinkCredentialsOptions ISection<EventSinkCredentialsOptions>.Read(Section section)
    {
        var defaults = new EventSinkCredentialsOptions();
        return new EventSinkCredentialsOptions
        {
            Username = section.Text(defaults.Username),
            Password = section.Secret(defaults.Password),
            Token = section.Secret(defaults.Token),
            File = section.Text(defaults.File),
            NKeyFile = section.Text(defaults.NKeyFile, "nkeyfile"),
        };
    }
}
