namespace Zot.Http.Requests;

/// <summary>The kinds of health probes.</summary>
internal enum ProbeKind
{
    /// <summary>The process is alive: <c>/livez</c>.</summary>
    Alive,

    /// <summary>The process is ready for requests: <c>/readyz</c>.</summary>
    Ready,

    /// <summary>The process has started: <c>/startupz</c>.</summary>
    Started,
}
