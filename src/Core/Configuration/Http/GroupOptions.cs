using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>A group of users: an entry of <c>http.accessControl.groups</c>.</summary>
public sealed record GroupOptions : ISection<GroupOptions>
{
    /// <summary>The users in the group.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    static GroupOptions ISection<GroupOptions>.Read(Section section)
    {
        var defaults = new GroupOptions();
        return new GroupOptions { Users = section.Texts(defaults.Users) };
    }
}
