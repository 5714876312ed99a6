namespace Zot.Auth.Htpasswd;

/// <summary>A check in a <see cref="CheckQueue"/>. Its state is protected by the lock of the queue.</summary>
/// <param name="client">The address or network of the client; empty if unknown.</param>
/// <param name="check">The check.</param>
internal sealed class CheckJob(string client, Func<bool> check)
{
    public string Client { get; } = client;

    public Func<bool> Check { get; } = check;

    public TaskCompletionSource<bool> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasBegun { get; set; }

    public bool IsDropped { get; set; }

    public bool IsDecided { get; set; }

    public bool Matches { get; set; }
}
