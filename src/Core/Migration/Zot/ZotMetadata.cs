using System.Text;
using System.Text.Json;
using Zot.Auth.ApiKeys;
using Zot.Metadata;
using Zot.Metadata.Users;
using Zot.Migration.Bolt;
using Zot.Registry;

namespace Zot.Migration.Zot;

/// <summary>The metadata of zot, <c>meta.db</c>. Only data that cannot be derived from the content is read.</summary>
internal sealed class ZotMetadata : IDisposable
{
    private const string KnownVersion = "V1";

    private readonly BoltFile _file;

    private ZotMetadata(BoltFile file) => _file = file;

    /// <summary>Opens the file.</summary>
    /// <exception cref="IOException">The file cannot be read, or zot has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a bolt file, is damaged, or has an unknown version.
    /// </exception>
    internal static ZotMetadata Open(string path)
    {
        var file = BoltFile.Open(path);
        try
        {
            return file.Root.FindBucket("Version"u8)?.Find("DBVersion"u8) is { } version
                && Text(version) is not KnownVersion and var other
                ? throw new InvalidDataException(
                    $"unsupported version '{other}' of zot's metadata: only {KnownVersion} is supported")
                : new ZotMetadata(file);
        }
        catch // the caller does not get the file, so it is closed here
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
                // zot accepts a key for the user in this lookup bucket; its other data is in the user record.
                if (key is not null && owners?.Find(Encoding.UTF8.GetBytes(hash)) is { } owner && Text(owner) == user)
                {
                    yield return (hash, key.ToKey(user));
                }
            }
        }
    }

    /// <summary>The stars and bookmarks of all users.</summary>
    internal IEnumerable<UserMark> Marks()
    {
        foreach (var (user, record) in Users())
        {
            foreach (var (kind, names) in new[]
            {
                (MarkKind.Star, record.StarredRepositories),
                (MarkKind.Bookmark, record.BookmarkedRepositories),
            })
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
            throw new InvalidDataException("a user record is damaged", cause);
        }
    }

    private IEnumerable<BoltEntry> Entries(ReadOnlySpan<byte> bucket) =>
        _file.Root.FindBucket(bucket)?.Enumerate().Where(static entry => !entry.IsBucket) ?? [];

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
