#if EXT_EVENTS
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Admin;

/// <summary>Parses the query parameters of an administrative request.</summary>
internal sealed class EventsQuery(IQueryCollection query)
{
    /// <summary>The name of the sink.</summary>
    public string? Sink => Text("sink");

    /// <summary>The id of the event.</summary>
    public string? Id => Text("id");

    /// <summary>Parses the selection of events to redeliver.</summary>
    /// <param name="deadOnly">True to select only dead letters.</param>
    /// <param name="selection">The selection, if it is valid.</param>
    /// <param name="fault">The error message otherwise.</param>
    public bool TrySelect(bool deadOnly, out ReplaySelection selection, out string fault)
    {
        selection = new ReplaySelection { Id = Id, Repository = Text("repository"), DeadOnly = deadOnly };
        fault = "";
        if (!TryTime("from", out var from, ref fault) || !TryTime("to", out var to, ref fault)
            || !TryNumber("fromSequence", out var first, ref fault)
            || !TryNumber("toSequence", out var last, ref fault))
        {
            return false;
        }

        selection = selection with { From = from, To = to, FromSequence = first, ToSequence = last };
        if (selection.IsEmpty)
        {
            fault = "nothing selected: id, repository, from, to, fromSequence or toSequence is required";
        }

        return fault.Length == 0;
    }

    private string? Text(string name) => query[name] is [{ Length: > 0 } text] ? text : null;

    private bool TryTime(string name, out DateTimeOffset? value, ref string fault)
    {
        value = null;
        if (Text(name) is not { } text)
        {
            return true;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            value = time;
            return true;
        }

        fault = $"{name} is '{text}', but must be a time (RFC 3339)";
        return false;
    }

    private bool TryNumber(string name, out long? value, ref string fault)
    {
        value = null;
        if (Text(name) is not { } text)
        {
            return true;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            value = number;
            return true;
        }

        fault = $"{name} is '{text}', but must be a number";
        return false;
    }
}
#endif
