using Xunit;
using Zot.Configuration;
using Zot.Configuration.Loading;
using Zot.Configuration.Reloading;
using Zot.Configuration.Storage;
using Zot.Testing;

namespace Zot.Core.Tests.Configuration.Reloading;

public sealed class ConfigurationWatcherTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly ConfigurationFolder _folder = new();
    private readonly CollectingLogger<ConfigurationWatcher> _log = new();
    private readonly HandDrivenTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reloadable_key_takes_effect_after_a_write()
    {
        using var watcher = Watch(Text("1h"));
        var before = watcher.Options.Current;

        _folder.Write("config.json", Text("2h"));
        _time.FireTimers();

        Assert.Equal(TimeSpan.FromHours(2), watcher.Options.Current.Storage.GcDelay);
        Assert.Equal(TimeSpan.FromHours(1), before.Storage.GcDelay);
        Assert.Contains("7001 loaded new configuration settings, changed keys: storage.gcDelay, storage.retention.delay", _log.Lines);
    }

    [Fact]
    public void Failing_listener_is_logged_and_the_others_are_called()
    {
        using var watcher = Watch(Text("1h"));
        var called = 0;
        using var first = watcher.Options.OnChange(_ => called++);
        using var failing = watcher.Options.OnChange(static _ => throw new InvalidOperationException("failure"));
        using var last = watcher.Options.OnChange(_ => called++);

        _folder.Write("config.json", Text("2h"));

        Assert.True(watcher.Reload());
        Assert.Equal((2, TimeSpan.FromHours(2)), (called, watcher.Options.Current.Storage.GcDelay));
        Assert.Contains("7007 failed to apply the configuration", _log.Lines);
    }

    [Theory]
    [InlineData("{\"log\":{\"level\":\"\\ud800\"}}")]
    [InlineData("{\"\\udfff\":1}")]
    [InlineData("{")]
    [InlineData("\0")]
    [InlineData("")]
    public void Reload_of_an_unreadable_file_keeps_the_current_configuration(string text)
    {
        using var watcher = Watch(Text("1h"));

        _folder.Write("config.json", text);

        Assert.False(watcher.Reload());
        Assert.Equal(TimeSpan.FromHours(1), watcher.Options.Current.Storage.GcDelay);
        _folder.Write("config.json", Text("2h"));
        Assert.True(watcher.Reload());
        Assert.Equal(TimeSpan.FromHours(2), watcher.Options.Current.Storage.GcDelay);
    }

    [Fact]
    public void Rename_over_the_file_takes_effect()
    {
        using var watcher = Watch(Text("1h"));

        File.Move(_folder.Write("new.json", Text("2h")), Path.Combine(_folder.Path, "config.json"), overwrite: true);
        _time.FireTimers();

        Assert.Equal(TimeSpan.FromHours(2), watcher.Options.Current.Storage.GcDelay);
    }

    [Fact]
    public void Swap_of_a_link_as_for_a_ConfigMap_takes_effect()
    {
        AddVersion("v1", Text("1h"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "..data"), "v1");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "config.json"), "..data/config.json");
        using var watcher = Watch();

        AddVersion("v2", Text("2h"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "..tmp"), "v2");
        Directory.Delete(Path.Combine(_folder.Path, "..data"));
        Directory.Move(Path.Combine(_folder.Path, "..tmp"), Path.Combine(_folder.Path, "..data"));
        _time.FireTimers();

        Assert.Equal(TimeSpan.FromHours(2), watcher.Options.Current.Storage.GcDelay);
    }

    [Fact]
    public void Invalid_file_keeps_the_current_configuration_and_logs_every_error()
    {
        using var watcher = Watch(Text("1h"));

        _folder.Write("config.json", """{"storage": {"rootDirectory": "/r", "gcDelay": "-2h", "foo": 1}}""");
        _time.FireTimers();
        _time.FireTimers();

        Assert.Equal(TimeSpan.FromHours(1), watcher.Options.Current.Storage.GcDelay);
        Assert.Equal(2, _log.Lines.Count(static line => line.StartsWith("7003 invalid configuration key storage.", StringComparison.Ordinal)));
        Assert.Single(_log.Lines, static line => line.StartsWith("7002 failed to reload config, retry writing it.", StringComparison.Ordinal));

        _folder.Write("config.json", Text("3h"));
        _time.FireTimers();
        Assert.Equal(TimeSpan.FromHours(3), watcher.Options.Current.Storage.GcDelay);
    }

    [Fact]
    public void Write_of_the_same_content_changes_nothing()
    {
        using var watcher = Watch(Text("1h"));

        _folder.Write("config.json", Text("1h"));
        _time.FireTimers();

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Keys_that_need_a_restart_are_logged_and_do_not_take_effect()
    {
        using var watcher = Watch(Text("1h"));

        _folder.Write("config.json", """{"storage": {"rootDirectory": "/other", "gcDelay": "2h", "subPaths": {"/new": {"rootDirectory": "/new"}}}, "http": {"port": "1"}, "log": {"level": "error"}}""");
        _time.FireTimers();

        var options = watcher.Options.Current;
        Assert.Equal(("/r", 8080, "debug"), (options.Storage.RootDirectory, options.Http.Port, options.Log.Level));
        Assert.Equal(TimeSpan.FromHours(2), options.Storage.GcDelay);
        Assert.Empty(options.Storage.SubPaths);
        var line = Assert.Single(_log.Lines, static line => line.StartsWith("7005 ", StringComparison.Ordinal));
        Assert.Contains("storage.rootDirectory", line, StringComparison.Ordinal);
        Assert.Contains("http.port", line, StringComparison.Ordinal);
        Assert.Contains("log.level", line, StringComparison.Ordinal);
        Assert.DoesNotContain("gcDelay, ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_of_access_control_and_users_takes_effect()
    {
        using var watcher = Watch(Text("1h"));

        _folder.Write("config.json", """{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"htpasswd": {"path": "/h"}}, "accessControl": {"adminPolicy": {"users": ["a"]}}}, "extensions": {"sync": {}, "scrub": {}}}""");
        _time.FireTimers();
        var with = watcher.Options.Current;
        _folder.Write("config.json", Text("1h"));
        _time.FireTimers();

        Assert.Equal(["a"], with.Http.AccessControl!.AdminPolicy.Users);
        Assert.Equal("/h", with.Http.Auth.Htpasswd!.Path);
        Assert.NotNull(with.Extensions.Sync);
        Assert.NotNull(with.Extensions.Scrub);
        Assert.Null(watcher.Options.Current.Http.AccessControl);
        Assert.Null(watcher.Options.Current.Extensions.Sync);
    }

    [Fact]
    public void Change_that_would_disable_authentication_until_a_restart_is_rejected()
    {
        using var watcher = Watch("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"htpasswd": {"path": "/h"}}}}""");

        _folder.Write("config.json", """{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"bearer": {"realm": "r", "service": "s", "cert": "c"}}}}""");
        _time.FireTimers();

        Assert.Equal("/h", watcher.Options.Current.Http.Auth.Htpasswd!.Path);
        Assert.Contains(_log.Lines, static line => line.Contains("needs a restart: until then, clients would not be authenticated", StringComparison.Ordinal));
    }

    [Fact]
    public void Change_to_an_unsupported_guard_is_rejected()
    {
        using var folder = new ConfigurationFolder { Features = new HashSet<string> { "htpasswd" } };
        var started = folder.Load("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"htpasswd": {"path": "/h"}}}}""");
        using var watcher = new ConfigurationWatcher(Path.Combine(folder.Path, "config.json"), started, folder.Source, _time, _log);

        folder.Write("config.json", """{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"ldap": {"address": "a", "port": 1, "baseDN": "b", "userAttribute": "u"}}}}""");
        _time.FireTimers();

        Assert.Same(started.Options, watcher.Options.Current);
        Assert.Contains(_log.Lines, static line => line.Contains("ldap is not in this version", StringComparison.Ordinal));
    }

    [Fact]
    public void Change_of_a_credentials_file_takes_effect_and_is_never_logged()
    {
        _folder.Write("ldap.json", """{"bindDN": "a", "bindPassword": "hunter1"}""");
        using var watcher = Watch("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"ldap": {"address": "a", "port": 1, "baseDN": "b", "userAttribute": "u", "credentialsFile": "ldap.json"}}}}""");

        _folder.Write("ldap.json", """{"bindDN": "a", "bindPassword": "hunter2"}""");
        _time.FireTimers();

        Assert.Equal("hunter2", watcher.Options.Current.Http.Auth.Ldap!.Credentials!.BindPassword);
        Assert.Contains(_log.Lines, static line => line.EndsWith("changed keys: http.auth.ldap.credentials.bindPassword", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, static line => line.Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public void Change_of_session_keys_needs_a_restart()
    {
        _folder.Write("keys.json", """{"hashKey": "one"}""");
        using var watcher = Watch("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"sessionKeysFile": "keys.json"}}}""");

        _folder.Write("keys.json", """{"hashKey": "two"}""");
        _time.FireTimers();

        Assert.Equal("one", watcher.Options.Current.Http.Auth.SessionKeys!.HashKey);
        Assert.Contains("7005 changed configuration keys need a restart: http.auth.sessionKeys.hashKey", _log.Lines);
    }

    [Fact]
    public void Reload_returns_whether_the_file_is_valid()
    {
        using var watcher = Watch(Text("1h"));
        var told = new List<ZotOptions>();
        using var listening = watcher.Options.OnChange(told.Add);

        Assert.True(watcher.Reload());
        _folder.Write("config.json", Text("2h"));
        Assert.True(watcher.Reload());
        _folder.Write("config.json", "{");
        Assert.False(watcher.Reload());

        Assert.Same(watcher.Options.Current, Assert.Single(told));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("rename")]
    [InlineData("link")]
    public async Task Change_on_disk_is_detected(string how)
    {
        var file = _folder.Write(how == "link" ? "real.json" : "config.json", Text("1h"));
        var path = Path.Combine(_folder.Path, "config.json");
        if (how == "link")
        {
            File.CreateSymbolicLink(path, file);
        }

        using var watcher = new ConfigurationWatcher(path, ConfigurationFile.Load(path, _folder.Source), _folder.Source, TimeProvider.System, _log);
        var changed = new TaskCompletionSource<ZotOptions>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = watcher.Options.OnChange(options => changed.TrySetResult(options));

        var other = _folder.Write("other.json", Text("2h"));
        switch (how)
        {
            case "write":
                File.WriteAllText(path, Text("2h"));
                break;
            case "rename":
                File.Move(other, path, overwrite: true);
                break;
            default:
                File.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), other);
                File.Move(Path.Combine(_folder.Path, "link"), path, overwrite: true);
                break;
        }

        var options = await changed.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromHours(2), options.Storage.GcDelay);
    }

    [Fact]
    public void Change_of_limits_takes_effect_only_if_limits_existed()
    {
        using var watcher = Watch(Limits("""[{"pattern": "a/**", "maxBytes": 1}]""", tags: null));

        _folder.Write("config.json", Limits("""[{"pattern": "b/**", "maxBytes": 2}]""", """[{"repositories": ["**"]}]"""));
        _time.FireTimers();

        Assert.Equal([new QuotaOptions { Pattern = "b/**", MaxBytes = 2 }], watcher.Options.Current.Storage.Quotas);
        Assert.Empty(watcher.Options.Current.Storage.ImmutableTags);
        Assert.Contains("7005 changed configuration keys need a restart: storage.immutableTags", _log.Lines);
    }

    private static string Limits(string quotas, string? tags) =>
        """{"storage": {"rootDirectory": "/r", "quotas": <quotas><tags>}}"""
            .Replace("<quotas>", quotas).Replace("<tags>", tags is null ? "" : $", \"immutableTags\": {tags}");

    private static string Text(string gcDelay) => """{"storage": {"rootDirectory": "/r", "gcDelay": "<gcDelay>"}}""".Replace("<gcDelay>", gcDelay);

    private void AddVersion(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, name));
        _folder.Write(Path.Combine(name, "config.json"), text);
    }

    private ConfigurationWatcher Watch(string text)
    {
        _folder.Write("config.json", text);
        return Watch();
    }

    private ConfigurationWatcher Watch()
    {
        var path = Path.Combine(_folder.Path, "config.json");
        var started = ConfigurationFile.Load(path, _folder.Source);
        Assert.True(started.IsServable);
        return new ConfigurationWatcher(path, started, _folder.Source, _time, _log);
    }
}
