using System.Text.Json.Nodes;

namespace Zot.BlackBox.Authorization;

/// <summary>Writes the configuration of authentication and access control.</summary>
internal static class AccessConfiguration
{
    /// <summary>
    /// Adds an htpasswd file with users, each given by a name and the line of <see cref="Htpasswd"/> with its password.
    /// </summary>
    public static void AddUsers(JsonObject options, string folder, params IEnumerable<(string Name, string Line)> users)
    {
        var path = Path.Combine(folder, "htpasswd");
        File.WriteAllLines(path, users.Select(user => $"{user.Name}{user.Line[user.Line.IndexOf(':', StringComparison.Ordinal)..]}"));
        AuthOf(options)["htpasswd"] = new JsonObject { ["path"] = path };
    }

    /// <summary>Returns the section <c>http.auth</c>, created if missing.</summary>
    public static JsonObject AuthOf(JsonObject options) => SectionOf(options["http"]!.AsObject(), "auth");

    /// <summary>Returns the section <c>http.accessControl</c>, created if missing.</summary>
    public static JsonObject AccessOf(JsonObject options) => SectionOf(options["http"]!.AsObject(), "accessControl");

    /// <summary>Returns the section of a glob, created if missing.</summary>
    public static JsonObject RepositoryOf(JsonObject options, string glob) =>
        SectionOf(SectionOf(AccessOf(options), "repositories"), glob);

    /// <summary>Grants actions to a user within a glob.</summary>
    public static void Allow(JsonObject options, string glob, string user, params string[] actions) =>
        Add(options, glob, Policy("users", user, actions));

    /// <summary>Grants actions to a group within a glob.</summary>
    public static void AllowGroup(JsonObject options, string glob, string group, params string[] actions) =>
        Add(options, glob, Policy("groups", group, actions));

    /// <summary>Creates a policy.</summary>
    public static JsonObject Policy(string of, string name, params string[] actions) =>
        new() { [of] = new JsonArray(name), ["actions"] = Texts(actions) };

    /// <summary>Creates a JSON array of strings.</summary>
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
