using Xunit;
using Zot.Configuration;

namespace Zot.Core.Tests.Configuration;

public sealed class FipsModeTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("fips140=on", true)]
    [InlineData("fips140=only", true)]
    [InlineData("fips140=off", false)]
    [InlineData("fips140=ON", false)]
    [InlineData("http2debug=1, fips140=on", true)]
    [InlineData("fips140=on,fips140=off", false)]
    [InlineData("xfips140=on", false)]
    public void GODEBUG_enables_FIPS_mode(string? settings, bool isEnabled) => Assert.Equal(isEnabled, FipsMode.IsEnabledBy(settings));
}
