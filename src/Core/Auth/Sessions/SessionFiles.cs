using System.Text.Json;

namespace Zot.Auth.Sessions;

/// <summary>Stores each session in a file below the data directory.</summary>
/// <remarks>
/// The name of a file is <c>session_</c> and a keyed hash of the ticket: listing the directory, or reading a backup of
/// it, does not reveal tickets. A ticket is valid only while its file exists, so a session can be ended. The time of a
/// file is the time at which its session expires.
/// </remarks>
/// <param name="directory">The directory, which is created with the first session.</param>
/// <param name="seal">Signs and encrypts the files.</param>
/// <param name="time">The clock.</param>
public sealed class SessionFiles(string directory, SessionSeal seal, TimeProvider time) : ISessionStore
{
    /// <summary>The name of the directory, which is not a valid repository name.</summary>
    public const string Folder = "_sessions";

    private const string Prefix = "session_";
    private const string Arriving = ".arriving";
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    // A file that is being written must not be removed.
    private static readonly TimeSpan ArrivalLimit = TimeSpan.FromHours(1);

    /// <summary>Deletes a file.</summary>
    internal Action<FileInfo> Delete { get; init; } = static file => file.Delete();

    /// <inheritdoc/>
    public async ValueTask<string> StartAsync(
        Identity user, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var ticket = SessionTicket.Create();
        var name = seal.NameOf(ticket);
        var session = new Session(user.Name, user.Groups, expires);
        var content = JsonSerializer.SerializeToUtf8Bytes(session, SessionJson.Default.Session);
        MakeFolder();
        await WriteAsync(PathOf(name), seal.Close(name, content), expires, cancellationToken);
        return SessionTicket.Format(ticket);
    }

    /// <inheritdoc/>
    public async ValueTask<Identity?> FindAsync(string ticket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (!SessionTicket.TryParse(ticket, out var secret))
        {
            return null;
        }

        var name = seal.NameOf(secret);
        if (await ReadAsync(PathOf(name), cancellationToken) is not { } file
            || !seal.TryOpen(name, file, out var content)
            || JsonSerializer.Deserialize(content, SessionJson.Default.Session) is not { } session
            || session.Expires <= time.GetUtcNow())
        {
            return null;
        }

        return new Identity(session.User, session.Groups);
    }

    /// <inheritdoc/>
    public ValueTask EndAsync(string ticket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (SessionTicket.TryParse(ticket, out var secret)
            && PathOf(seal.NameOf(secret)) is var path
            && File.Exists(path))
        {
            File.Delete(path);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveEndedAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
        {
            return ValueTask.CompletedTask;
        }

        List<Exception> failures = [];
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles($"{Prefix}*").Where(IsEnded))
        {
            try
            {
                Delete(file);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // Continue with the other files.
                failures.Add(cause);
            }
        }

        return failures.Count == 0
            ? ValueTask.CompletedTask
            : throw new IOException(
                $"failed to remove {failures.Count} expired sessions: {failures[0].Message}",
                new AggregateException(failures));
    }

    private bool IsEnded(FileInfo file)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return file.LastWriteTimeUtc <= (file.Extension == Arriving ? now - ArrivalLimit : now);
    }

    private string PathOf(string name) => Path.Combine(directory, Prefix + name);

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, FolderMode);
        }
    }

    private static async Task WriteAsync(
        string path, byte[] content, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.Create,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        var arriving = path + Arriving;
        await using (var file = new FileStream(arriving, options))
        {
            await file.WriteAsync(content, cancellationToken);
        }

        File.SetLastWriteTimeUtc(arriving, expires.UtcDateTime);
        File.Move(arriving, path, overwrite: true);
    }

    private static async ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null; // removed since the check
        }
    }
}
