using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zot.Client.Commands;
using Zot.Registry;

namespace Zot.Zli.Profiles;

/// <summary>The file of profiles, <c>~/.zot</c>. Members that other programs have added are kept.</summary>
internal sealed class ProfileFile
{
    private const string Profiles = "configs";
    private const string Default = "defaultConfigName";
    private const int MaxLength = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    private readonly string _path;
    private readonly JsonObject _file;

    private ProfileFile(string path, JsonObject file) => (_path, _file) = (path, file);

    /// <summary>The names and addresses of the profiles, in the order of the file.</summary>
    public IEnumerable<KeyValuePair<string, string>> Addresses =>
        Items.Select(static item => KeyValuePair.Create(TextOf(item, ProfileKey.Name), TextOf(item, ProfileKey.Url)));

    /// <summary>The name of the default profile; empty without one.</summary>
    public string DefaultName
    {
        get => _file[Default]?.GetValue<string>() ?? "";
        set => _file[Default] = value;
    }

    private IEnumerable<JsonObject> Items => _file[Profiles]?.AsArray().Select(static item => item!.AsObject()) ?? [];

    /// <summary>Reads the file. A missing file is created, as by zot.</summary>
    /// <exception cref="CommandException">The file cannot be read, or is invalid.</exception>
    public static ProfileFile Read(string path)
    {
        try
        {
            using var stream = new FileStream(
                path, Options(FileMode.OpenOrCreate, File.Exists(path) ? FileAccess.Read : FileAccess.ReadWrite));
            if (stream.Length > MaxLength)
            {
                throw Invalid($"{path} has more than {MaxLength} bytes");
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new ProfileFile(path, Parse(content));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"failed to read {path}: {cause.Message}", cause);
        }
    }

    /// <summary>Returns a profile.</summary>
    /// <exception cref="CommandException">The profile does not exist, or one of its values is invalid.</exception>
    public Profile Find(string name)
    {
        var item = ItemOf(name);
        return new Profile(
            name, TextOf(item, ProfileKey.Url),
            FlagOf(item, ProfileKey.ShowSpinner), FlagOf(item, ProfileKey.VerifyTls));
    }

    /// <summary>Returns a value of a profile as text; empty if it is missing.</summary>
    /// <exception cref="CommandException">The profile does not exist.</exception>
    public string Get(string name, string key)
    {
        var item = ItemOf(name);
        return key is ProfileKey.ShowSpinner or ProfileKey.VerifyTls && item[key] is null ? "true" : TextOf(item, key);
    }

    /// <summary>Adds a profile.</summary>
    /// <exception cref="CommandException">The name exists.</exception>
    public void Add(string name, string url)
    {
        if (Items.Any(item => TextOf(item, ProfileKey.Name) == name))
        {
            throw new CommandException("cli config name already added");
        }

        if (_file[Profiles] is not JsonArray list)
        {
            _file[Profiles] = list = [];
        }

        list.Add((JsonNode)new JsonObject
        {
            [ProfileKey.Name] = name,
            [ProfileKey.Url] = url,
            [ProfileKey.ShowSpinner] = true,
            [ProfileKey.VerifyTls] = true,
        });
    }

    /// <summary>Removes a profile; a default that selects it is cleared.</summary>
    /// <exception cref="CommandException">The profile does not exist.</exception>
    public void Remove(string name)
    {
        _file[Profiles]?.AsArray().Remove(ItemOf(name));
        if (DefaultName == name)
        {
            ClearDefault();
        }
    }

    /// <summary>Sets a value of a profile; a text that is a Boolean is stored as one.</summary>
    /// <exception cref="CommandException">The profile does not exist.</exception>
    public void Set(string name, string key, string value) =>
        ItemOf(name)[key] = ProfileKey.ParseFlag(value) is { } flag ? JsonValue.Create(flag) : JsonValue.Create(value);

    /// <summary>Removes a value of a profile: its default applies.</summary>
    /// <exception cref="CommandException">The profile does not exist.</exception>
    public void Reset(string name, string key) => ItemOf(name).Remove(key);

    /// <summary>Clears the default.</summary>
    public void ClearDefault() => _file.Remove(Default);

    /// <summary>Writes the file: a new one, which only its owner can read, replaces it.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Write()
    {
        try
        {
            // A link to a file elsewhere stays a link.
            var target = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path;
            var written = $"{target}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            try
            {
                WriteNew(written);
                File.Move(written, target, overwrite: true);
            }
            finally
            {
                File.Delete(written);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"failed to write {_path}: {cause.Message}", cause);
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options =
            new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static JsonObject Parse(byte[] content)
    {
        if (content.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return [];
        }

        try
        {
            var parsed = JsonNode.Parse(
                LenientJson.Repair(content).Span,
                documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return parsed is JsonObject file ? Check(file) : throw Invalid("the file must contain an object");
        }
        catch (JsonException cause)
        {
            throw new CommandException($"invalid cli config: {cause.Message}", cause);
        }
    }

    private static JsonObject Check(JsonObject file)
    {
        if (file[Default] is { } name && name.GetValueKind() != JsonValueKind.String)
        {
            throw Invalid($"{Default} must be a string");
        }

        if (file[Profiles] is not { } list)
        {
            return file;
        }

        if (list is not JsonArray items)
        {
            throw Invalid($"{Profiles} must be a list");
        }

        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i] as JsonObject ?? throw Invalid($"{Profiles}[{i}] must be an object");
            foreach (var key in new[] { ProfileKey.Name, ProfileKey.Url })
            {
                if (item[key]?.GetValueKind() != JsonValueKind.String || TextOf(item, key).Length == 0)
                {
                    throw Invalid($"{Profiles}[{i}].{key} must be a text that is not empty");
                }
            }
        }

        return file;
    }

    private static string TextOf(JsonObject item, string key) => item[key] is not { } value ? ""
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : value.ToJsonString();

    private static bool FlagOf(JsonObject item, string key) =>
        item[key] is null
        || (ProfileKey.ParseFlag(TextOf(item, key))
            ?? throw Invalid($"{key} of '{TextOf(item, ProfileKey.Name)}' must be true or false"));

    private static CommandException Invalid(string reason) => new($"invalid cli config: {reason}");

    private JsonObject ItemOf(string name) =>
        Items.FirstOrDefault(item => TextOf(item, ProfileKey.Name) == name)
        ?? throw new CommandException("config with the given name does not exist");

    private void WriteNew(string path)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            _file.WriteTo(json);
        }

        using var stream = new FileStream(path, Options(FileMode.CreateNew, FileAccess.Write));
        stream.Write(buffer.WrittenSpan);
        stream.Flush(flushToDisk: true);
    }
}
