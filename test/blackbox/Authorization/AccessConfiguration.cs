using System.Text.Json.Nodes;

namespace Zot.BlackBox.Authorization;

/// <summary>Writes the sections about who may do what.</summary>
internal static class AccessConfiguration
{
    /// <summary>Users of an htpasswd file: name, and the line of <see cref="Htpasswd"/> whose password they have.</summary>
    public static void AddUsers(JsonObject options, string folder, params IEnumerable<(string Name, string Line)> users)
    {
        var path = Path.Combine(folder, "htpasswd");
        File.WriteAllLines(path, users.Select(user => $"{user.Name}{user.Line[user.Line.IndexOf(':', StringComparison.Ordinal)..]}"));
        AuthOf(options)["htpasswd"] = new JsonObject { ["path"] = path };
    }

    /// <summary>The section <c>http.auth</c>.</summary>
    public static JsonObject AuthOf(JsonObject options) => SectionOf(options["http"]!.AsObject(), "auth");

    /// <summary>The section <c>http.accessControl</c>.</summary>
    public static JsonObject AccessOf(JsonObject options) => SectionOf(options["http"]!.AsObject(), "accessControl");

    /// <summary>What is said of a glob; created when there is nothing yet.</summary>
    public static JsonObject RepositoryOf(JsonObject options, string glob) =>
        SectionOf(SectionOf(AccessOf(options), "repositories"), glob);

    /// <summary>Gives users rights within a glob.</summary>
    public static void Allow(JsonObject options, string glob, string user, params string[] actions) =>
        Add(options, glob, Policy("users", user, actions));

    /// <summary>Gives a group rights within a glob.</summary>
    public static void AllowGroup(JsonObject options, string glob, string group, params string[] actions) =>
        Add(options, glob, Policy("groups", group, actions));

    /// <summary>A policy.</summary>
    public static JsonObject Policy(string of, string name, params string[] actions) =>
        new() { [of] = new JsonArray(name), ["actions"] = Texts(actions) };

    /// <summary>A list of texts.</summary>
    public static JsonArray Texts(params IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static void Add(JsonObject options, string glob, JsonObject policy)
    {
        var repository = RepositoryOf(options, glob);
        if (repository["policies"] is not JsonArray policies)
        {
            repository["policies"] = policies = [];
        }

        policies.Add(policy);
    }

    private static JsonObject SectionOf(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject section)
        {
            parent[name] = section = [];
        }

        return section;
    }
}
