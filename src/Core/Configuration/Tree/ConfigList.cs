namespace Zot.Configuration.Tree;

/// <summary>A list of values.</summary>
internal sealed class ConfigList(IEnumerable<ConfigNode> items) : ConfigNode
{
    public List<ConfigNode> Items { get; } = [.. items];

    public override string Description => "a list";

    public override ConfigNode Clone() => new ConfigList(Items.Select(static item => item.Clone()));
}
