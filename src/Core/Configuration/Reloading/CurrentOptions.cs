using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Zot.Configuration.Reloading;

/// <summary>The current options. A request or a job reads them once and keeps that instance until it ends.</summary>
public sealed class CurrentOptions : IOptionsMonitor<ZotOptions>
{
    private readonly Lock _gate = new();
    private volatile ZotOptions _current;
    private Action<ZotOptions>? _changed;

    /// <summary>
    /// Initializes the options with those of the start; only a <see cref="ConfigurationWatcher"/> replaces them.
    /// </summary>
    public CurrentOptions(ZotOptions options) => _current = options;

    /// <summary>The current options.</summary>
    public ZotOptions Current => _current;

    /// <inheritdoc />
    public ZotOptions CurrentValue => _current;

    /// <summary>Returns the current options, regardless of the name: there is only one configuration.</summary>
    public ZotOptions Get(string? name) => _current;

    /// <summary>Calls <paramref name="listener"/> after each change, until the result is disposed.</summary>
    public IDisposable OnChange(Action<ZotOptions> listener) => OnChange((options, _) => listener(options));

    /// <inheritdoc />
    public IDisposable OnChange([NotNull] Action<ZotOptions, string?> listener)
    {
        Action<ZotOptions> call = options => listener(options, null);
        lock (_gate)
        {
            _changed += call;
        }

        return new Subscription(this, call);
    }

    /// <summary>Replaces the options and calls every listener.</summary>
    /// <returns>The exceptions thrown by listeners. All listeners are called even if one fails.</returns>
    internal IReadOnlyList<Exception> Replace(ZotOptions options)
    {
        Action<ZotOptions>? changed;
        lock (_gate)
        {
            _current = options;
            changed = _changed;
        }

        List<Exception> failures = [];
        foreach (var listener in Delegate.EnumerateInvocationList(changed))
        {
            try
            {
                listener(options);
            }
            catch (Exception failure)
            {
                // A listener may belong to any part of the registry and throw any exception.
                failures.Add(failure);
            }
        }

        return failures;
    }

    private void Forget(Action<ZotOptions> call)
    {
        lock (_gate)
        {
            _changed -= call;
        }
    }

    private sealed class Subscription(CurrentOptions owner, Action<ZotOptions> call) : IDisposable
    {
        public void Dispose() => owner.Forget(call);
    }
}
