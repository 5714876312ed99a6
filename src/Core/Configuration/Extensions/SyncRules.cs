using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>Validates the settings of an upstream registry.</summary>
internal static class SyncRules
{
    public static void Check(SyncRegistryOptions registry, SectionRules rules)
    {
        rules.CheckEach(
            registry.Urls,
            static url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https",
            "must be an http or https URL", key: nameof(registry.Urls));
        rules.Check(registry.PollInterval >= TimeSpan.Zero, registry.PollInterval, "must not be negative");
        CheckRetries(registry, rules);

        rules.Check(
            registry.ManifestCheckInterval >= TimeSpan.Zero, registry.ManifestCheckInterval, "must not be negative",
            "manifestCheckInterval cannot be negative");
        rules.Check(
            registry.ManifestCheckInterval <= TimeSpan.Zero || registry.OnDemand,
            registry.ManifestCheckInterval, "needs onDemand",
            "manifestCheckInterval requires onDemand");
        CheckLimits(registry, rules);

        if (registry.CredentialHelper is { Length: > 0 } and not ("ecr" or "gcp" or "oauth2"))
        {
            rules.Warn(
                nameof(registry.CredentialHelper),
                $"is '{registry.CredentialHelper}', which is not one of ecr, gcp and oauth2, and is ignored");
        }

        if (registry.CredentialHelper == "oauth2" && registry.OAuth2CredentialHelper is null)
        {
            rules.Fault(
                nameof(registry.OAuth2CredentialHelper),
                "is not set, but is required by the helper oauth2",
                "oauth2CredentialHelper is required");
        }

        if (registry.Urls.Count == 0)
        {
            rules.Warn(nameof(registry.Urls), "is empty, so nothing can be copied");
        }
    }

    private static void CheckLimits(SyncRegistryOptions registry, SectionRules rules)
    {
        rules.Check(
            registry.ReqConcurrent is null or > 0, registry.ReqConcurrent,
            "must be greater than 0", "reqConcurrent must be greater than 0");
        rules.Check(
            registry.ReqPerSec is null or > 0,
            registry.ReqPerSec,
            "must be greater than 0",
            "reqPerSec must be greater than 0");
        rules.Check(
            registry.MaxIdleConnsPerHost is null or > 0, registry.MaxIdleConnsPerHost, "must be greater than 0",
            "maxIdleConnsPerHost must be greater than 0");
    }

    private static void CheckRetries(SyncRegistryOptions registry, SectionRules rules)
    {
        var hasDelay = registry.RetryDelay > TimeSpan.Zero;
        rules.Check(registry.RetryDelay is not { Ticks: < 0 }, registry.RetryDelay, "must not be negative");
        rules.Check(registry.MaxRetries is not < 0, registry.MaxRetries, "must not be negative");
        rules.Check(
            registry.MaxRetries is null or 0 || hasDelay,
            registry.MaxRetries,
            "needs retryDelay",
            "maxRetries requires retryDelay");
        rules.Check(
            registry.MaxRetryDelay is null or { Ticks: 0 } || hasDelay,
            registry.MaxRetryDelay, "needs retryDelay", "maxRetryDelay requires retryDelay");
        rules.Check(
            registry.MaxRetryDelay is null or { Ticks: 0 }
                || !hasDelay
                || registry.MaxRetryDelay >= registry.RetryDelay,
            registry.MaxRetryDelay, "must not be less than retryDelay",
            "maxRetryDelay must be greater than or equal to retryDelay");
    }
}
