namespace Zot.Auth.AccessControl;

/// <summary>A set of actions.</summary>
internal readonly record struct AccessActions(int Bits)
{
    public bool Contains(AccessAction action) => (Bits & (1 << (int)action)) != 0;

    /// <summary>Parses the names of actions. Unknown names are allowed and grant nothing.</summary>
    public static AccessActions Of(IEnumerable<string> names) =>
        new(names.Aggregate(0, static (bits, name) => bits | BitOf(name)));

    private static int BitOf(string name) => name switch
    {
        "read" => 1 << (int)AccessAction.Read,
        "create" => 1 << (int)AccessAction.Create,
        "update" => 1 << (int)AccessAction.Update,
        "delete" => 1 << (int)AccessAction.Delete,
        "detectManifestCollision" => 1 << (int)AccessAction.DetectManifestCollision,
        "audit" => 1 << (int)AccessAction.Audit,
        _ => 0,
    };
}
