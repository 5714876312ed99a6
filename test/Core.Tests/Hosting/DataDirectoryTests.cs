using Xunit;
using Zot.Hosting;

namespace Zot.Core.Tests.Hosting;

public sealed class DataDirectoryTests
{
    private readonly DataDirectory _data = new("/data");

    [Theory]
    [InlineData("_events/journal.db", "/data/_events/journal.db")]
    [InlineData("_sessions", "/data/_sessions")]
    public void Path_is_below_the_data_directory(string name, string expected) => Assert.Equal(expected, _data.PathOf(name));

    [Theory]
    [InlineData("")]
    [InlineData("events/journal.db")]
    [InlineData("/_events")]
    [InlineData("_events/../app")]
    [InlineData("_events//journal.db")]
    [InlineData("_events/./journal.db")]
    [InlineData("..")]
    public void Name_that_could_be_a_repository_or_leaves_the_directory_is_rejected(string name) =>
        Assert.Throws<ArgumentException>(() => _data.PathOf(name));
}
