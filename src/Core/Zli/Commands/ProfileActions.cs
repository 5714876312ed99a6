using Zot.Client.Commands;
using Zot.Zli.Profiles;

namespace Zot.Zli.Commands;

/// <summary>The actions of <c>zli config</c>.</summary>
/// <param name="environment">The surroundings of the program.</param>
internal sealed class ProfileActions(ZliEnvironment environment)
{
    // The distance of tab stops.
    private const int Tab = 8;

    /// <summary>Adds a profile.</summary>
    /// <param name="name">The name.</param>
    /// <param name="url">The address of the registry.</param>
    /// <param name="reserved">
    /// The names of subcommands: the deprecated forms of a profile with such a name would run them.
    /// </param>
    public void Add(string name, string url, IEnumerable<string> reserved)
    {
        if (reserved.Contains(name))
        {
            throw new CommandException($"cli config name is reserved: \"{name}\"");
        }

        if (name.Length == 0)
        {
            throw new CommandException("invalid cli arguments: the name must not be empty");
        }

        ProfileKey.ParseUrl(url);
        Change(file => file.Add(name, url));
    }

    /// <summary>Removes a profile.</summary>
    public void Remove(string name) => Change(file => file.Remove(name));

    /// <summary>Lists the profiles.</summary>
    public void List()
    {
        var file = ProfileFile.Read(environment.ProfilePath);
        var lines = file.Addresses
            .Select(
                profile => (Name: TextTable.Clean(profile.Key
                    + (profile.Key == file.DefaultName ? " (default)" : "")), Url: TextTable.Clean(profile.Value)))
            .ToList();
        var width = (lines.Select(static line => line.Name.Length).DefaultIfEmpty().Max() / Tab + 1) * Tab;
        foreach (var (name, url) in lines)
        {
            var tabs = new string('\t', (width - name.Length + Tab - 1) / Tab);
            environment.Output.Write($"{name}{tabs}{url}\n");
        }
    }

    /// <summary>Shows the values of a profile.</summary>
    public void Show(string name)
    {
        var file = ProfileFile.Read(environment.ProfilePath);
        foreach (var key in ProfileKey.Changeable)
        {
            environment.Output.Write($"{key} = {TextTable.Clean(file.Get(name, key))}\n");
        }

        if (file.DefaultName == name)
        {
            environment.Output.Write("default = true\n");
        }
    }

    /// <summary>Prints a value of a profile.</summary>
    public void Get(string name, string key)
    {
        ProfileKey.Check(key);
        environment.Output.Write(TextTable.Clean(ProfileFile.Read(environment.ProfilePath).Get(name, key)) + "\n");
    }

    /// <summary>Sets a value of a profile.</summary>
    public void Set(string name, string key, string value)
    {
        ProfileKey.Check(key);
        if (key == ProfileKey.Name)
        {
            throw new CommandException("given config key is not allowed");
        }

        if (key == ProfileKey.Url)
        {
            ProfileKey.ParseUrl(value);
        }

        Change(file => file.Set(name, key, value));
    }

    /// <summary>Resets a value of a profile.</summary>
    public void Reset(string name, string key)
    {
        ProfileKey.Check(key);
        if (key is ProfileKey.Url or ProfileKey.Name)
        {
            throw new CommandException("cannot reset given config key");
        }

        Change(file => file.Reset(name, key));
    }

    /// <summary>Sets the default.</summary>
    public void SetDefault(string name) => Change(file =>
    {
        file.Find(name);
        file.DefaultName = name;
    });

    /// <summary>Clears the default.</summary>
    public void ClearDefault() => Change(static file => file.ClearDefault());

    private void Change(Action<ProfileFile> change)
    {
        var file = ProfileFile.Read(environment.ProfilePath);
        change(file);
        file.Write();
    }
}
