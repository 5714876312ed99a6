using System.Text.Json;
using Xunit;
using Zot.Configuration.Values;

namespace Zot.Core.Tests.Configuration;

public sealed class SecretTests
{
    [Fact]
    public void Sanitised_shows_the_effective_configuration_without_secrets()
    {
        using var folder = new ConfigurationFolder { Environment = { ["TOKEN"] = "hunter2-env" } };
        folder.Write("ldap.json", """{"bindDN": "cn=reader", "bindPassword": "hunter2-ldap"}""");
        folder.Write("keys.yaml", "hashKey: hunter2-hash\nencryptKey: hunter2-16-bytes\n");

        var result = folder.Load(
            """
            {"storage": {"rootDirectory": "/r", "remoteCache": true, "dedupe": false,
               "storageDriver": {"name": "s3", "accesskey": "hunter2-a", "secretkey": "hunter2-b", "credentials": {"secret": "hunter2-c"}},
               "cacheDriver": {"name": "redis", "url": "redis://u:hunter2-d@h:6379?password=hunter2-e", "password": "hunter2-f", "sentinel_password": "hunter2-g"}},
             "http": {"realm": "${TOKEN}", "auth": {"sessionKeysFile": "keys.yaml",
               "ldap": {"address": "a", "port": 1, "baseDN": "b", "userAttribute": "u", "credentialsFile": "ldap.json"},
               "openid": {"providers": {"github": {"clientid": "id", "clientsecret": "hunter2-h", "scopes": ["s"]}}}}},
             "cluster": {"members": ["a:1"], "hashKey": "hunter2-01234567"},
             "extensions": {"events": {"sinks": [{"type": "http", "address": "https://u:hunter2-i@x", "proxy": "http://hunter2-j@p",
               "headers": {"X-Auth": "hunter2-k"}, "credentials": {"username": "n", "password": "hunter2-l", "token": "hunter2-m"}}]}}}
            """);

        Assert.Empty(result.Errors);
        Assert.DoesNotContain("hunter2", result.Sanitized, StringComparison.Ordinal);
        Assert.All(result.Warnings, static warning => Assert.DoesNotContain("hunter2", warning.ToString(), StringComparison.Ordinal));

        using var json = JsonDocument.Parse(result.Sanitized);
        var http = json.RootElement.GetProperty("http");
        Assert.Equal("8080", http.GetProperty("port").GetString());
        Assert.Equal("1m0s", http.GetProperty("readTimeout").GetString());
        Assert.Equal("******", http.GetProperty("auth").GetProperty("ldap").GetProperty("credentials").GetProperty("bindPassword").GetString());
        Assert.True(http.GetProperty("auth").GetProperty("apikey").GetBoolean());
        Assert.Equal("hunter2-ldap", result.Options.Http.Auth.Ldap!.Credentials!.BindPassword);
        Assert.Equal("hunter2-hash", result.Options.Http.Auth.SessionKeys!.HashKey);
        Assert.Equal("hunter2-f", result.Options.Storage.CacheDriver!.Text("password"));
    }

    [Theory]
    [InlineData("c.json", """{"bindDN": "x"}""", "http.auth.ldap.credentialsFile.bindPassword", "failed to load secret file due to unset keys")]
    [InlineData("c.json", """{"bindPassword": "x"}""", "http.auth.ldap.credentialsFile.bindDN", "failed to load secret file due to unset keys")]
    [InlineData("c.json", """{"bindDN": "x", "bindPassword": "y", "z": 1}""", "http.auth.ldap.credentialsFile.z", "has invalid keys: z")]
    [InlineData("c.json", "{}", "http.auth.ldap.credentialsFile", "the file is empty")]
    [InlineData("c.conf", """{"bindDN": "x", "bindPassword": "y"}""", "http.auth.ldap.credentialsFile", "the name must end in .json, .yaml or .yml")]
    [InlineData("other.json", "{}", "http.auth.ldap.credentialsFile", "must name a file that can be read")]
    public void Invalid_credentials_file_is_reported_with_its_key(string name, string text, string key, string message)
    {
        using var folder = new ConfigurationFolder();
        folder.Write(name, text);
        var used = name == "other.json" ? "absent.json" : name;

        var result = folder.Load("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"ldap": {"address": "a", "port": 1, "baseDN": "b", "userAttribute": "u", "credentialsFile": "<used>"}}}}""".Replace("<used>", used));

        Assert.Contains(result.Errors, error => error.Key == key && error.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void OpenId_credentials_file_takes_precedence_over_inline_values()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("github.yaml", "clientid: fromFile\nclientsecret: secret\n");

        var provider = folder.Load(
            """{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"openid": {"providers": {"GitHub": {"clientid": "inline", "credentialsFile": "github.yaml", "scopes": ["s"]}}}}}}""")
            .Options.Http.Auth.OpenId!.Providers["github"];

        Assert.Equal(("fromFile", "secret"), (provider.ClientId, provider.ClientSecret));
    }

    [Fact]
    public void Session_key_of_the_wrong_length_is_rejected_without_showing_it()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("keys.json", """{"encryptKey": "hunter2"}""");

        var error = Assert.Single(folder.Load("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"sessionKeysFile": "keys.json"}}}""").Errors);

        Assert.Equal("http.auth.sessionKeysFile.encryptKey has 7 bytes, but must have 16, 24 or 32", error.ToString());
    }

    [Theory]
    [InlineData("redis://user:pass@host:1", "redis://******@host:1")]
    [InlineData("https://host/path?a=1&access_token=x&b=2", "https://host/path?a=1&access_token=******&b=2")]
    [InlineData("https://host/a@b", "https://host/a@b")]
    [InlineData("user:pass@host", "user:pass@host")]
    public void Hide_masks_the_credentials_of_a_URL(string text, string expected) => Assert.Equal(expected, Secrets.Hide(text));
}
