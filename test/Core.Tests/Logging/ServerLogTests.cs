using System.Text.Json;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Logging;
using Zot.Testing;

namespace Zot.Core.Tests.Logging;

public sealed class ServerLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zot-log-").FullName;

    private string Output => Path.Combine(_folder, "zot.log");

    private string Audit => Path.Combine(_folder, "audit.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Dispose_writes_every_line_in_order()
    {
        using (var log = Open(new LogOptions { Output = Output }))
        {
            var logger = log.Loggers.CreateLogger("test");
            for (var i = 0; i < 10_000; i++)
            {
                logger.LogInformation("counted: {Number}", i);
            }
        }

        Assert.Equal(Enumerable.Range(0, 10_000), Lines(Output).Select(line => line.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Lines_of_concurrent_threads_are_not_interleaved()
    {
        using (var log = Open(new LogOptions { Output = Output }))
        {
            var logger = log.Loggers.CreateLogger("test");
            await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    logger.LogInformation("counted: {Text}", new string((char)('a' + thread), 2000));
                }
            })));
        }

        Assert.Equal(8000, Lines(Output).Count());
    }

    [Fact]
    public async Task Line_is_written_promptly()
    {
        using var log = Open(new LogOptions { Output = Output });

        log.Loggers.CreateLogger("test").LogInformation("told");

        await Eventually.HoldsAsync(() => Task.FromResult(new FileInfo(Output).Length > 0), "a line is in the file");
    }

    [Fact]
    public void Open_appends_and_keeps_the_file_private()
    {
        for (var i = 0; i < 2; i++)
        {
            using var log = Open(new LogOptions { Output = Output });
            log.Loggers.CreateLogger("test").LogInformation("told");
        }

        Assert.Equal(2, Lines(Output).Count());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Output));
        }
    }

    [Fact]
    public void Log_file_truncated_by_rotation_is_written_from_its_start()
    {
        using var output = LogOutput.File(Output);
        output.Write("first\n"u8);

        File.WriteAllText(Output, "");
        output.Write("second\n"u8);

        Assert.Equal("second\n", File.ReadAllText(Output));
    }

    [Theory]
    [InlineData("trace", "debug,info,warn,error")]
    [InlineData("debug", "debug,info,warn,error")]
    [InlineData("INFO", "info,warn,error")]
    [InlineData("warn", "warn,error")]
    [InlineData("warning", "warn,error")]
    [InlineData("error", "error")]
    [InlineData("fatal", "error")]
    [InlineData("panic", "error")]
    public void Event_below_the_level_is_not_written(string level, string written)
    {
        using (var log = Open(new LogOptions { Output = Output, Level = level }))
        {
            var logger = log.Loggers.CreateLogger("test");
            logger.LogTrace("told");
            logger.LogDebug("told");
            logger.LogInformation("told");
            logger.LogWarning("told");
            logger.LogError("told");
        }

        Assert.Equal(written.Split(','), Lines(Output).Select(line => line.GetProperty("level").GetString()));
    }

    [Fact]
    public void Platform_events_below_warning_are_not_written()
    {
        using (var log = Open(new LogOptions { Output = Output }))
        {
            log.Loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").LogInformation("told");
            log.Loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").LogWarning("told");
        }

        Assert.Single(Lines(Output));
    }

    [Fact]
    public void Audit_event_is_written_to_its_own_file_at_once()
    {
        using var log = Open(new LogOptions { Output = Output, Audit = Audit, Level = "error" });

        log.Loggers.CreateLogger(SplittingSink.AuditCategory).LogInformation("HTTP API Audit");

        Assert.Equal("HTTP API Audit", Lines(Audit).Single().GetProperty("message").GetString());
        Assert.Equal(0, new FileInfo(Output).Length);
    }

    [Fact]
    public void Audit_event_without_a_file_is_not_written()
    {
        using (var log = Open(new LogOptions { Output = Output }))
        {
            log.Loggers.CreateLogger(SplittingSink.AuditCategory).LogInformation("HTTP API Audit");
        }

        Assert.Empty(Lines(Output));
    }

    [Fact]
    public void Open_of_an_unwritable_file_reports_its_key_and_path()
    {
        var path = Path.Combine(_folder, "absent", "zot.log");

        var refused = Assert.Throws<CommandException>(() => Open(new LogOptions { Output = path }));

        Assert.StartsWith($"log.output is '{path}', but", refused.Message, StringComparison.Ordinal);
    }

    private static ServerLog Open(LogOptions options) => ServerLog.Open(options, forPeople: true);

    private static IEnumerable<JsonElement> Lines(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
