using System.Text;
using System.Text.Json;
using Zot.Auth.ApiKeys;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Metadata.Bolt.Import;

/// <summary>What zot keeps besides its content: <c>meta.db</c>, of which that is read which the content does not tell.</summary>
internal sealed class ZotMetadata : IDisposable
{
    private const string KnownVersion = "V1";

    private readonly BoltFile _file;

    private ZotMetadata(BoltFile file) => _file = file;

    /// <summary>Opens the file.</summary>
    /// <exception cref="IOException">It cannot be read, or zot has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file, damaged, or of an unknown version.</exception>
    internal static ZotMetadata Open(string path)
    {
        var file = BoltFile.Open(path);
        try
        {
            return file.Root.FindBucket("Version"u8)?.Find("DBVersion"u8) is { } version && Text(version) is not KnownVersion and var other
                ? throw new InvalidDataException($"its version is '{other}', and only {KnownVersion} is known")
                : new ZotMetadata(file);
        }
        catch // whatever it is: nobody gets the file, so nobody else closes it
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>All repositories.</summary>
    internal IEnumerable<ImportedRepository> Repositories()
    {
        foreach (var entry in Entries("RepoMeta"u8))
        {
            if (RepositoryName.TryParse(Text(entry.Key), out var repository))
            {
                var (statistics, tags) = ZotRepository.Parse(entry.Value.Span);
                yield return new ImportedRepository(repository, statistics, tags);
            }
        }
    }

    /// <summary>The API keys that zot would accept, with their hashes.</summary>
    internal IEnumerable<(string Hash, ApiKey Key)> ApiKeys()
    {
        var owners = _file.Root.FindBucket("UserAPIKeys"u8);
        foreach (var (user, record) in Users())
        {
            foreach (var (hash, key) in record.ApiKeys ?? new Dictionary<string, ZotApiKey?>())
            {
                // A key is good for whom it is looked up; what else is known of it stands with the user.
                if (key is not null && owners?.Find(Encoding.UTF8.GetBytes(hash)) is { } owner && Text(owner) == user)
                {
                    yield return (hash, key.ToKey(user));
                }
            }
        }
    }

    /// <summary>Stars and bookmarks.</summary>
    internal IEnumerable<UserMark> Marks()
    {
        foreach (var (user, record) in Users())
        {
            foreach (var (kind, names) in new[] { (MarkKind.Star, record.StarredRepositories), (MarkKind.Bookmark, record.BookmarkedRepositories) })
            {
                foreach (var name in names ?? [])
                {
                    if (RepositoryName.TryParse(name, out var repository))
                    {
                        yield return new UserMark(kind, user, repository);
                    }
                }
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private IEnumerable<(string User, ZotUser Record)> Users()
    {
        foreach (var entry in Entries("UserData"u8))
        {
            if (entry.Key.Length > 0)
            {
                yield return (Text(entry.Key), ReadUser(entry.Value));
            }
        }
    }

    private static ZotUser ReadUser(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, ZotUserJson.Default.ZotUser) ?? new ZotUser();
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException("what it has of a user is damaged", cause);
        }
    }

    private IEnumerable<BoltEntry> Entries(ReadOnlySpan<byte> bucket) =>
        _file.Root.FindBucket(bucket)?.Enumerate().Where(static entry => !entry.IsBucket) ?? [];

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
