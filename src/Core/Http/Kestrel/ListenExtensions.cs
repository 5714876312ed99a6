using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Zot.Http.Kestrel;

/// <summary>Adds connection middleware that runs before HTTP parsing.</summary>
public static class ListenExtensions
{
    /// <summary>Accepts HTTP/1.0 requests without a length. Must be added after TLS.</summary>
    public static ListenOptions UseLengthlessRequests(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        listen.Use(static next => new LengthlessRequests(next).InvokeAsync);
        return listen;
    }
}
