using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Zot.Configuration;

/// <summary>The options in force. A request or a job reads them once and keeps that instance to its end.</summary>
public sealed class CurrentOptions : IOptionsMonitor<ZotOptions>
{
    private readonly Lock _gate = new();
    private volatile ZotOptions _current;
    private Action<ZotOptions>? _changed;

    /// <summary>Starts with the options of a start; they are replaced by a <see cref="ConfigurationWatcher"/> alone.</summary>
    public CurrentOptions(ZotOptions options) => _current = options;

    /// <summary>The options in force.</summary>
    public ZotOptions Current => _current;

    /// <inheritdoc />
    public ZotOptions CurrentValue => _current;

    /// <summary>The options in force, whatever the name: there is one configuration.</summary>
    public ZotOptions Get(string? name) => _current;

    /// <summary>Calls <paramref name="listener"/> after each change, until the result is disposed of.</summary>
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

    /// <summary>Replaces the options, and calls every listener.</summary>
    /// <returns>What listeners have thrown: one that fails keeps the options from no other.</returns>
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
                // A listener may be of any part of the registry, and fail in any way.
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
