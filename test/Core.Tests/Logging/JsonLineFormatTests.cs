using System.Text.Json;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Core.Tests.Server.Logging;
using Zot.Logging;

namespace Zot.Core.Tests.Logging;

public sealed class JsonLineFormatTests
{
    private readonly JsonLineFormat _format = new();

    [Fact]
    public void Message_with_values_is_one_line_with_fields()
    {
        var logged = LogEvents.Of(static logger => logger.Log(
            LogLevel.Information, new EventId(4001, "LogSwept"), "repository swept: {Repository}, {Blobs} blobs, {IsDry}", "app", 3, false));

        const string Start = """{"level":"info","time":"2026-01-31T12:00:00.123456700Z","message":"repository swept",""";
        const string Source = """ "caller":"Zot.Storage.Store","func":"LogSwept","event":4001,"goroutine":""";
        Assert.Equal(
            Start + Source.Trim() + ThisThread() + ""","repository":"app","blobs":3,"isDry":false}""" + "\n",
            _format.Line(logged));
    }

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "fatal")]
    public void Level_is_written_in_lower_case(LogLevel level, string name)
    {
        var line = Parse(LogEvents.Of(logger => logger.Log(level, "told")));

        Assert.Equal(name, line.GetProperty("level").GetString());
    }

    [Fact]
    public void Whole_second_has_nine_digits()
    {
        var logged = LogEvents.Of(static logger => logger.LogInformation("told")).At(LogEvents.Noon);

        Assert.Equal("2026-01-31T12:00:00.000000000Z", Parse(logged).GetProperty("time").GetString());
    }

    [Theory]
    [InlineData("config file is valid", "config file is valid")]
    [InlineData("blob kept: {A}", "blob kept")]
    [InlineData("blob kept ({A})", "blob kept")]
    [InlineData("blob '{A}' kept", "blob")]
    [InlineData("{A} kept", "\"one\" kept")]
    [InlineData("{{braces}} {A}", "{braces}")]
    public void Message_is_the_static_part_of_the_template(string template, string message)
    {
#pragma warning disable CA2254 // the template is the subject of the test
        var line = Parse(LogEvents.Of(logger => logger.LogInformation(template, "one")));
#pragma warning restore CA2254

        Assert.Equal(message, line.GetProperty("message").GetString());
    }

    [Fact]
    public void Secrets_are_masked()
    {
        var headers = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["Authorization"] = ["Basic YWxpY2U6c2VjcmV0"],
            ["Accept"] = ["a", "b"],
        };

        var line = Parse(LogEvents.Of(logger => logger.LogInformation(
            "told: {Headers} {Password} {ClientSecret} {Token} {NoToken}", headers, "secret", "secret", null, 1)));

        Assert.Equal("""{"Authorization":["******"],"Accept":["a","b"]}""", line.GetProperty("headers").GetRawText());
        Assert.Equal("******", line.GetProperty("password").GetString());
        Assert.Equal("******", line.GetProperty("clientSecret").GetString());
        Assert.False(line.TryGetProperty("token", out _));
    }

    [Fact]
    public void Field_with_a_reserved_name_is_renamed()
    {
        var line = Parse(LogEvents.Of(static logger => logger.LogInformation("told: {Level} {Message}", 7, "mine")));

        Assert.Equal("info", line.GetProperty("level").GetString());
        Assert.Equal(7, line.GetProperty("level_").GetInt32());
        Assert.Equal("mine", line.GetProperty("message_").GetString());
    }

    [Fact]
    public void Line_breaks_and_control_characters_are_escaped()
    {
        var line = _format.Line(LogEvents.Of(static logger => logger.LogInformation("told: {Path}", "a\n{\"level\":\"error\"}\u001b[2J\"ü<'")));

        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.Contains("ü<'", line, StringComparison.Ordinal);
        Assert.Equal("a\n{\"level\":\"error\"}\u001b[2J\"ü<'", JsonDocument.Parse(line).RootElement.GetProperty("path").GetString());
    }

    [Fact]
    public void Warning_has_the_error_without_a_stack_trace()
    {
        var cause = new IOException("disk failed.", new InvalidOperationException("cable out."));

        var line = Parse(LogEvents.Of(logger => logger.LogWarning(cause, "blob lost")));

        Assert.Equal("disk failed. cable out.", line.GetProperty("error").GetString());
        Assert.False(line.TryGetProperty("stack", out _));
    }

    [Fact]
    public void Error_has_a_stack_trace()
    {
        var line = Parse(LogEvents.Of(static logger => logger.LogError(new IOException("disk failed."), "blob lost")));

        Assert.Equal("disk failed.", line.GetProperty("error").GetString());
        Assert.Contains("System.IO.IOException", line.GetProperty("stack").GetString(), StringComparison.Ordinal);
    }

    private static string ThisThread() =>
        Environment.CurrentManagedThreadId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private JsonElement Parse(Serilog.Events.LogEvent logged) => JsonDocument.Parse(_format.Line(logged)).RootElement;
}
