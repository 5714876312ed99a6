using Zot.Configuration.Tree;

namespace Zot.Configuration.Reloading;

/// <summary>The keys that take effect while the registry runs. All others require a restart.</summary>
internal static class ReloadableKeys
{
    private static readonly string[] StoreKeys =
        ["gc", "dedupe", "redirectBlobURL", "gcDelay", "gcInterval", "gcTimeWindow", "retention"];

    // Usage is counted from the start of the registry, so a first limit requires a restart.
    private static readonly string[] LimitKeys = ["quotas", "immutableTags"];

    private static readonly string[] AuthKeys = ["htpasswd", "ldap", "apikey", "openid", "secureSession", "mtls"];

    /// <summary>Returns the current tree with its reloadable keys replaced by those of another tree.</summary>
    public static ConfigMap Merge(ConfigMap inForce, ConfigMap wanted)
    {
        var merged = (ConfigMap)inForce.Clone();
        Take(merged, wanted, ["storage"], StoreKeys);
        Take(merged, wanted, ["storage"], [.. LimitKeys.Where(key => inForce.Has("storage", key))]);
        foreach (var route in SubPathsInBoth(inForce, wanted))
        {
            Take(merged, wanted, ["storage", "subPaths", route], StoreKeys);
        }

        Take(merged, wanted, ["http", "auth"], AuthKeys);
        Take(merged, wanted, ["http"], ["accessControl"]);
        Take(merged, wanted, ["extensions"], ["sync", "scrub"]);
        if (inForce.Has("extensions", "search"))
        {
            Take(merged, wanted, ["extensions", "search"], ["cve"]);
        }

        return merged;
    }

    private static void Take(ConfigMap merged, ConfigMap wanted, string[] section, string[] keys)
    {
        var source = wanted.Find(section) as ConfigMap;
        foreach (var key in keys)
        {
            if (source is not null && source.TryGet(key, out var node))
            {
                Section(merged, section)[key] = node.Clone();
            }
            else if (merged.Find(section) is ConfigMap target)
            {
                target.Remove(key);
            }
        }
    }

    private static ConfigMap Section(ConfigMap tree, string[] path)
    {
        foreach (var key in path)
        {
            if (!tree.TryGet(key, out var node) || node is not ConfigMap within)
            {
                tree[key] = within = new ConfigMap();
            }

            tree = within;
        }

        return tree;
    }

    private static List<string> SubPathsInBoth(ConfigMap inForce, ConfigMap wanted) =>
        inForce.Find("storage", "subPaths") is ConfigMap routes
            ? routes.Entries.Select(static route => route.Key)
                .Where(route => wanted.Has("storage", "subPaths", route))
                .ToList()
            : [];
}
