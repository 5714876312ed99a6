using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Core.Tests.Server.Logging;
using Zot.Logging;

namespace Zot.Core.Tests.Logging;

public sealed class TerminalLineFormatTests
{
    private readonly TerminalLineFormat _format = new(colours: false);

    [Fact]
    public void Message_values_are_rendered_inline()
    {
        var logged = LogEvents.Of(static logger => logger.LogInformation("repository swept: {Repository}, {Blobs} blobs", "app", 3));

        Assert.EndsWith(" INF repository swept: app, 3 blobs\n", _format.Line(logged), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_outside_the_message_follow_it()
    {
        var logged = LogEvents.Of(static logger =>
        {
            using var scope = logger.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal) { ["Component"] = "gc" });
            logger.LogWarning(new IOException("disk failed."), "blob lost");
        });

        Assert.EndsWith(" WRN blob lost component=gc: disk failed.\n", _format.Line(logged), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_are_replaced()
    {
        var logged = LogEvents.Of(static logger => logger.LogInformation("told: {Path} {Password}", "a\n\u001b[2J", "secret"));

        Assert.EndsWith(" INF told: a??[2J ******\n", _format.Line(logged), StringComparison.Ordinal);
    }

    [Fact]
    public void Colors_are_reset()
    {
        var logged = LogEvents.Of(static logger => logger.LogError("failed"));

        Assert.Contains("\e[31mERR\e[0m failed", new TerminalLineFormat(colours: true).Line(logged), StringComparison.Ordinal);
    }
}
