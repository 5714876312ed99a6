using System.Text.Json;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Configuration;
using Zot.Server;
using Zot.Server.Logging;
using Zot.Testing;

namespace Zot.Core.Tests.Server.Logging;

public sealed class ServerLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zot-log-").FullName;

    private string Output => Path.Combine(_folder, "zot.log");

    private string Audit => Path.Combine(_folder, "audit.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Dispose_WritesEveryLineInOrder()
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
    public async Task Log_FromManyThreads_LinesStayWhole()
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
    public async Task Log_SoonReachesTheFile()
    {
        using var log = Open(new LogOptions { Output = Output });

        log.Loggers.CreateLogger("test").LogInformation("told");

        await Eventually.HoldsAsync(() => Task.FromResult(new FileInfo(Output).Length > 0), "a line is in the file");
    }

    [Fact]
    public void Open_AppendsAndKeepsTheFilePrivate()
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
    public void Log_FileTruncatedByRotation_GoesOnAtItsStart()
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
    public void Log_BelowTheLevel_IsNotWritten(string level, string written)
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
    public void Log_OfThePlatform_OnlyFromWarningOn()
    {
        using (var log = Open(new LogOptions { Output = Output }))
        {
            log.Loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").LogInformation("told");
            log.Loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").LogWarning("told");
        }

        Assert.Single(Lines(Output));
    }

    [Fact]
    public void Audit_GoesToItsOwnFileAtOnce()
    {
        using var log = Open(new LogOptions { Output = Output, Audit = Audit, Level = "error" });

        log.Loggers.CreateLogger(SplittingSink.AuditCategory).LogInformation("HTTP API Audit");

        Assert.Equal("HTTP API Audit", Lines(Audit).Single().GetProperty("message").GetString());
        Assert.Equal(0, new FileInfo(Output).Length);
    }

    [Fact]
    public void Audit_WithoutAFile_IsNotWritten()
    {
        using (var log = Open(new LogOptions { Output = Output }))
        {
            log.Loggers.CreateLogger(SplittingSink.AuditCategory).LogInformation("HTTP API Audit");
        }

        Assert.Empty(Lines(Output));
    }

    [Fact]
    public void Open_FileCannotBeWritten_SaysWhichKeyAndFile()
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
