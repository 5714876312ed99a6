using Xunit;

namespace Zot.Core.Tests.Zli;

/// <summary>The result of a command line.</summary>
internal sealed record ZliRun(int Status, string Output, string Error)
{
    /// <summary>Checks that the command succeeded, and returns its output.</summary>
    public string Expect()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, Status);
        return Output;
    }

    /// <summary>Checks that the command failed with this message.</summary>
    public void ExpectError(string message)
    {
        Assert.Equal($"Error: {message}\n", Error);
        Assert.Equal(1, Status);
    }
}
