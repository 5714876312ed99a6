namespace Zot.Http;

/// <summary>What a health probe wants to know.</summary>
internal enum ProbeKind
{
    /// <summary>Is the process alive? <c>/livez</c>.</summary>
    Alive,

    /// <summary>May it be sent requests? <c>/readyz</c>.</summary>
    Ready,

    /// <summary>Has it finished starting? <c>/startupz</c>.</summary>
    Started,
}
