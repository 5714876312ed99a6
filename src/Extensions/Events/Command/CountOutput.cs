#if EXT_EVENTS
using System.Globalization;
using Zot.Client;
using Zot.Client.Commands;

namespace Zot.Extensions.Events.Command;

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
