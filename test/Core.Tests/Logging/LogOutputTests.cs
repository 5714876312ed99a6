using System.Text;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Configuration;
using Zot.Logging;
using Zot.Testing;

namespace Zot.Core.Tests.Logging;

public sealed class LogOutputTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Path => _folder["zot.log"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reopened_output_writes_to_a_new_file()
    {
        using var output = LogOutput.File(Path);
        output.Write("one\n"u8);
        File.Move(Path, Path + ".1");
        output.Write("two\n"u8);

        output.Reopen();
        output.Write("three\n"u8);

        Assert.Equal(("one\ntwo\n", "three\n"), (File.ReadAllText(Path + ".1"), File.ReadAllText(Path)));
    }

    [Fact]
    public void Output_that_fails_to_reopen_keeps_writing_to_the_previous_file()
    {
        using var output = LogOutput.File(Path);
        File.Move(Path, Path + ".1");
        Directory.CreateDirectory(Path);

        output.Reopen();
        output.Write("kept\n"u8);

        Assert.Equal("kept\n", File.ReadAllText(Path + ".1"));
    }

    [Fact]
    public void Standard_output_and_devices_are_not_reopened()
    {
        using var standard = LogOutput.Standard();
        using var device = LogOutput.File("/dev/null");

        standard.Reopen();
        device.Reopen();

        device.Write(Encoding.ASCII.GetBytes("nothing\n"));
    }

    [Fact]
    public async Task No_line_is_lost_or_split_while_files_are_renamed_and_reopened()
    {
        const int Lines = 2000;
        using var output = LogOutput.File(Path);
        var writing = Task.Run(
            () =>
            {
                for (var number = 0; number < Lines; number++)
                {
                    output.Write(Encoding.ASCII.GetBytes($"{number}\n"));
                }
            },
            TestContext.Current.CancellationToken);
        var files = new List<string>();
        for (var rotation = 0; rotation < 20; rotation++)
        {
            files.Add($"{Path}.{rotation}");
            File.Move(Path, files[^1]);
            output.Reopen();
        }

        await writing;
        Assert.Equal(
            Enumerable.Range(0, Lines).Select(static number => $"{number}"),
            files.Append(Path).SelectMany(static file => File.ReadAllLines(file)));
    }

    [Fact]
    public void Log_and_audit_are_both_reopened()
    {
        var audit = _folder["audit.log"];
        using (var log = ServerLog.Open(new LogOptions { Output = Path, Audit = audit }, forPeople: false))
        {
            File.Move(Path, Path + ".1");
            File.Move(audit, audit + ".1");
            log.Reopen();
            log.Loggers.CreateLogger("zot").Log(LogLevel.Error, "to the log");
            log.Loggers.CreateLogger(SplittingSink.AuditCategory).Log(LogLevel.Information, "to the audit");
        }

        Assert.Contains("to the log", File.ReadAllText(Path), StringComparison.Ordinal);
        Assert.Contains("to the audit", File.ReadAllText(audit), StringComparison.Ordinal);
    }
}
