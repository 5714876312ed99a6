namespace Zot.Configuration;

/// <summary>Who we are at a sink: the section <c>credentials</c>.</summary>
public sealed record EventSinkCredentialsOptions : ISection<EventSinkCredentialsOptions>
{
    /// <summary>The user; wins over <see cref="Token"/>. Default: none.</summary>
    public string? Username { get; init; }

    /// <summary>The user's password. Default: none. A secret.</summary>
    public string? Password { get; init; }

    /// <summary>A bearer token, for NATS a token. Default: none. A secret.</summary>
    public string? Token { get; init; }

    /// <summary>A credentials file, for NATS; wins over user and password. Default: none.</summary>
    public string? File { get; init; }

    /// <summary>
    /// A file with the seed of a user's NKey and its public key, a line each (<c>nk -gen user -pubout</c>), for NATS; wins over
    /// user and password. Default: none.
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
