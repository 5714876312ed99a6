using Xunit;
using Zot.Testing;

namespace Zot.Core.Tests.Zli.Commands;

public sealed class StatusCommandTests : ZliTest
{
    private const string Management =
        """{"distSpecVersion":"1.1.1","commit":"v2.1.20-0-gabc","releaseTag":"v2.1.20","binaryType":"-events-search-ui","http":{"auth":{"htpasswd":{}}}}""";

    [Fact]
    public async Task Registry_that_responds_is_online()
    {
        Registry.On("/v2/", "").On("/v2/_zot/ext/mgmt", Management);

        Assert.Equal(
            "Server Status: online\nServer Version: v2.1.20\nDist Spec Version: 1.1.1\nBuilt with: events, search, ui\n",
            (await QueryAsync("status")).Expect());
        Assert.Equal(
            """
            {
                "status": "online",
                "distSpecVersion": "1.1.1",
                "commit": "v2.1.20-0-gabc",
                "binaryType": "-events-search-ui",
                "releaseTag": "v2.1.20"
            }

            """,
            (await QueryAsync("status", "-f", "json")).Expect());
        Assert.Equal(
            """
            status: online
            errormsg: ""
            distspecversion: "1.1.1"
            commit: v2.1.20-0-gabc
            binarytype: -events-search-ui
            releasetag: v2.1.20

            """,
            (await QueryAsync("status", "-f", "yaml")).Expect());
    }

    [Theory]
    [InlineData(401, 200, "unknown", "unauthorised access, endpoint requires valid user credentials (add the flag '--user [user]:[password]')")]
    [InlineData(404, 200, "offline", "registry at the given address doesn't implement the correct API: request at {url}/v2/ failed")]
    [InlineData(500, 200, "offline", "registry at the given address doesn't implement the correct API: request at {url}/v2/ failed")]
    [InlineData(200, 404, "online", "/v2/_zot/ext/mgmt endpoint is not available")]
    [InlineData(200, 401, "online", "unauthorised access, endpoint requires valid user credentials (add the flag '--user [user]:[password]')")]
    [InlineData(200, 500, "online", "registry at the given address doesn't implement the correct API: request at {url}/v2/ failed")]
    public async Task Trouble_is_reported_with_exit_status_0(int status, int management, string state, string error)
    {
        Registry.On("/v2/", "", status).On("/v2/_zot/ext/mgmt", Management, management);

        Assert.Equal(
            $"Server Status: {state}\nError: {error.Replace("{url}", Registry.Url, StringComparison.Ordinal)}\n",
            (await QueryAsync("status")).Expect());
        Assert.StartsWith($"{{\n    \"status\": \"{state}\",\n    \"error\": \"", (await QueryAsync("status", "-f", "json")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_credentials_are_named()
    {
        Registry.On("/v2/", "", 401);

        Assert.Equal(
            "Server Status: unknown\nError: unauthorised access, given credentials are invalid\n",
            (await QueryAsync("status", "--user", "alice:secret")).Expect());
    }

    [Fact]
    public async Task Unreachable_registry_is_offline_with_exit_status_0()
    {
        var output = (await RunAsync("status", "--url", $"http://127.0.0.1:{FreePort.Next()}")).Expect();

        Assert.StartsWith("Server Status: offline\nError: failed to connect to http://127.0.0.1:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_of_another_server_is_offline()
    {
        Registry.On("/v2/", "").On("/v2/_zot/ext/mgmt", "<html>");

        Assert.StartsWith("Server Status: offline\nError: unexpected response from ", (await QueryAsync("status")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_can_be_selected_by_the_short_option()
    {
        Registry.On("/v2/", "").On("/v2/_zot/ext/mgmt", Management);
        await RunAsync("config", "add", "here", Registry.Url);

        Assert.StartsWith("Server Status: online\n", (await RunAsync("status", "-c", "here")).Expect(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid cli output format", "-f", "xml")]
    [InlineData("unknown flag: --debug", "--debug")]
    [InlineData("accepts 0 arg(s), received 1", "now")]
    public async Task Invalid_usage_is_rejected(string message, params string[] arguments) =>
        (await QueryAsync(["status", .. arguments])).ExpectError(message);
}
