using System.Buffers;
using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>Validates the settings of an upstream registry.</summary>
internal static class SyncRules
{
    private static readonly SearchValues<char> PlatformLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    public static void Check(SyncRegistryOptions registry, SectionRules rules)
    {
        CheckUrls(registry, rules);
        rules.Check(registry.PollInterval >= TimeSpan.Zero, registry.PollInterval, "must not be negative");
        CheckRetries(registry, rules);

        rules.Check(
            registry.ManifestCheckInterval >= TimeSpan.Zero, registry.ManifestCheckInterval, "must not be negative",
            "manifestCheckInterval cannot be negative");
        rules.Check(
            registry.ManifestCheckInterval <= TimeSpan.Zero || registry.OnDemand,
            registry.ManifestCheckInterval, "needs onDemand",
            "manifestCheckInterval requires onDemand");
        rules.Check(
            registry.ReqConcurrent is null or > 0, registry.ReqConcurrent,
            "must be greater than 0", "reqConcurrent must be greater than 0");
        rules.Check(
            registry.ReqPerSec is null || (registry.ReqPerSec > 0 && double.IsFinite(registry.ReqPerSec.Value)),
            registry.ReqPerSec, "must be greater than 0", "reqPerSec must be greater than 0");
        rules.Check(
            registry.MaxIdleConnsPerHost is null or > 0, registry.MaxIdleConnsPerHost, "must be greater than 0",
            "maxIdleConnsPerHost must be greater than 0");

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

        CheckAdditions(registry, rules);
    }

    private static void CheckUrls(SyncRegistryOptions registry, SectionRules rules)
    {
        rules.CheckEach(
            registry.Urls,
            static url => Parse(url) is not null,
            "must be an http or https URL",
            key: nameof(registry.Urls));
        if (registry.Urls.Count == 0)
        {
            rules.Warn(nameof(registry.Urls), "is empty, so nothing can be copied");
        }

        // Users write the path of an organization here, for which zot and this registry have content.prefix.
        for (var index = 0; index < registry.Urls.Count; index++)
        {
            var url = Parse(registry.Urls[index]);
            if (url is not null && (url.PathAndQuery != "/" || url.Fragment.Length > 0))
            {
                rules.Warn(
                    $"{nameof(registry.Urls)}[{index}]",
                    "has a path, which is ignored; content.prefix selects repositories");
            }

            if (url?.UserInfo.Length > 0)
            {
                rules.Warn(
                    $"{nameof(registry.Urls)}[{index}]",
                    "contains credentials, which are ignored; credentialsFile has those of registries");
            }
        }
    }

    private static Uri? Parse(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? uri
            : null;

    private static void CheckAdditions(SyncRegistryOptions registry, SectionRules rules)
    {
        rules.CheckEach(
            registry.Platforms, IsPlatform,
            "must be an operating system and an architecture, with or without a variant: linux/arm/v7",
            key: nameof(registry.Platforms));
        rules.Check(!registry.MergeTags || registry.OnDemand, registry.MergeTags, "needs onDemand");
        if (registry is { DeleteMissing.Enable: true }
            && (registry.PollInterval <= TimeSpan.Zero || registry.Content.Count == 0))
        {
            rules.Warn(nameof(registry.DeleteMissing), "has no effect without pollInterval and content");
        }
    }

    private static bool IsPlatform(string text) =>
        text.Split('/') is { Length: 2 or 3 } parts
        && Array.TrueForAll(
            parts, static part => part.Length > 0 && part.AsSpan().IndexOfAnyExcept(PlatformLetters) < 0);

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
