using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration;
using Zot.Configuration.Reloading;

namespace Zot.Server.Serving;

/// <summary>Provides the access policy of the current configuration.</summary>
internal sealed class LiveAccessPolicy : IDisposable
{
    private readonly IDisposable _changes;
    private volatile IAccessPolicy _current;

    public LiveAccessPolicy(CurrentOptions options)
    {
        _current = Make(options.Current);
        _changes = options.OnChange(changed => _current = Make(changed));
    }

    /// <summary>The policy.</summary>
    public IAccessPolicy Current => _current;

    /// <inheritdoc/>
    public void Dispose() => _changes.Dispose();

    // Invalid rules were reported and rejected when the configuration was read.
    private static IAccessPolicy Make(ZotOptions options) =>
        options.Http.AccessControl is { } accessControl
            ? AccessRules.Compile(accessControl, out _)
            : OpenPolicy.Instance;
}
