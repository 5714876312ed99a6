#if EXT_EVENTS
using System.Globalization;
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary>Writes the number of affected events.</summary>
internal static class CountOutput
{
    public static Task WriteAsync(CommandCall call, long count, string what)
    {
        var number = count.ToString(CultureInfo.InvariantCulture);
        return call.Output.WriteLineAsync(call.WantsJson() ? $$"""{"count":{{number}}}""" : $"{number} {what}");
    }
}
#endif
